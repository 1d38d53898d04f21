package io.helipod.adapters.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.event.Event;
import io.helipod.core.event.EventAction;
import io.helipod.core.event.EventType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageAdaptersTest {
    private static final Event EVENT =
            new Event(EventType.SYSTEM, EventAction.LOAD, "", "", Instant.parse("2026-01-01T00:00:00Z"), Map.of());

    @TempDir
    Path folder;

    private StorageConfig config(String root, String runRoot) {
        return StorageConfig.of(folder.resolve(root), folder.resolve(runRoot));
    }

    @Test
    void whatIsRecordedIsThereWhenOpenedAgain() {
        try (StorageAdapters storage = StorageAdapters.open(config("deep/er/root", "run"))) {
            storage.records().commit(List.of(), List.of(EVENT));
        }
        try (StorageAdapters storage = StorageAdapters.open(config("deep/er/root", "run"))) {
            assertEquals(List.of(EVENT), storage.eventLog().read(Optional.empty(), Optional.empty()));
            assertEquals(List.of(), storage.containers().list());
            assertEquals(List.of(), storage.images().list());
            assertEquals(List.of(), storage.content().list());
            assertEquals(List.of(), storage.layers().layers());
        }
    }

    @Test
    void oneOwnerAtATimeForTheRootAndForTheRunRoot() {
        StorageAdapters first = StorageAdapters.open(config("root", "run"));
        Unavailable sameRoot = assertThrows(Unavailable.class, () -> StorageAdapters.open(config("root", "other-run")));
        assertTrue(sameRoot.toString().contains("pid " + ProcessHandle.current().pid()), sameRoot.toString());
        Unavailable sameRun = assertThrows(Unavailable.class, () -> StorageAdapters.open(config("other", "run")));
        assertTrue(sameRun.toString().contains("run"), sameRun.toString());
        StorageAdapters.open(config("other", "other-run")).close(); // the refused ones hold nothing
        first.records().commit(List.of(), List.of(EVENT)); // and have not hurt the first
        first.close();
        StorageAdapters.open(config("root", "run")).close();
    }

    @Test
    void aFailedOpeningHoldsNothing() throws IOException {
        StorageAdapters.open(config("root", "run")).close();
        Path database = folder.resolve("root/records.sqlite");
        byte[] good = Files.readAllBytes(database);
        Files.write(database, "this is no database, whatever its name says".getBytes(StandardCharsets.UTF_8));
        StorageFailed failure = assertThrows(StorageFailed.class, () -> StorageAdapters.open(config("root", "run")));
        assertTrue(failure.toString().contains(database.toString()), failure.toString());
        Files.write(database, good);
        StorageAdapters.open(config("root", "run")).close();
    }

    @Test
    void rootAndRunRootMustDiffer() {
        assertThrows(InvalidArgument.class, () -> config("a", "b/../a"));
    }

    @Test
    void nobodyElseMayLookInside() throws IOException {
        StorageAdapters.open(config("root", "run")).close();
        for (String each : List.of("root", "run", "root/overlay", "root/content", "root/content/blobs")) {
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(each))),
                    each);
        }
    }

    @Test
    void closingTwiceIsNothing() {
        StorageAdapters storage = StorageAdapters.open(config("root", "run"));
        storage.close();
        storage.close();
    }
}
