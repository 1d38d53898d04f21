package io.helipod.adapters.storage.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.event.Event;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.id.ContainerId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.ContainerStore;
import io.helipod.core.spi.storage.EventLog;
import io.helipod.core.spi.storage.ExecStore;
import io.helipod.core.spi.storage.ImageStore;
import io.helipod.core.spi.storage.Records;
import io.helipod.core.testing.RecordsContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteRecordsTest extends RecordsContract {
    @TempDir
    Path folder;

    private volatile Instant now = Instant.parse("2026-05-01T00:00:00Z");
    private SqliteRecords records;

    @BeforeEach
    void open() {
        records = SqliteRecords.open(folder.resolve("records.sqlite"), () -> now, 100);
    }

    @AfterEach
    void close() {
        records.close();
    }

    private void reopen() {
        records.close();
        open();
    }

    @Override
    protected Records records() {
        return records;
    }

    @Override
    protected ContainerStore containers() {
        return records.containers();
    }

    @Override
    protected ImageStore images() {
        return records.images();
    }

    @Override
    protected ExecStore execs() {
        return records.execs();
    }

    @Override
    protected EventLog eventLog() {
        return records.eventLog();
    }

    @Test
    void theDatabaseIsItsOwnersAloneAlsoInAFolderThatIsNot() throws Exception {
        records.commit(List.of(new Change.InsertContainer(container(containerId("aa"), "web", 1))), List.of());
        for (String name : List.of("records.sqlite", "records.sqlite-wal")) {
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))));
        }
        Files.setPosixFilePermissions(folder.resolve("records.sqlite"), PosixFilePermissions.fromString("rw-r--r--"));
        reopen();
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("records.sqlite"))));
    }

    @Test
    void everythingIsThereAgainAfterReopening() {
        ContainerRecord web = container(containerId("aa"), "web", 1);
        ContainerRecord gone = container(containerId("bb"), "gone", 1);
        ImageRecord old = image("1", 0, "localhost/app:1");
        ImageRecord fresh = image("2", 1, "localhost/app:1");
        ExitStatus exit = new ExitStatus(3, false, now);
        ExecSession kept = session("01", web, 1).running(4711);
        records.commit(
                List.of(
                        new Change.InsertContainer(web),
                        new Change.InsertContainer(gone),
                        new Change.SaveExec(kept),
                        new Change.SaveExec(session("02", gone, 1)),
                        new Change.SaveImage(old),
                        new Change.SaveImage(fresh),
                        new Change.RecordExit(gone.id(), exit)),
                List.of(event("a", 1)));
        records.commit(
                List.of(new Change.RemoveContainer(gone.id()), new Change.SaveContainer(web.withName("site"))),
                List.of());
        reopen();
        assertEquals(List.of(web.withName("site")), containers().list());
        assertEquals(List.of(kept), execs().list());
        assertEquals(Optional.of(exit), containers().exit(gone.id()));
        assertEquals(Optional.of(fresh), images().named("localhost/app:1"));
        assertEquals(
                List.of("localhost/app:1"), images().get(old.id()).orElseThrow().formerNames());
        assertEquals(List.of(event("a", 1)), eventLog().read(Optional.empty(), Optional.empty()));
    }

    @Test
    void exitsOfRemovedContainersAreForgottenAfterTenMinutesThoseOfOthersAreNot() {
        ContainerRecord kept = container(containerId("aa"), "kept", 1);
        ContainerId removed = containerId("bb");
        ExitStatus exit = new ExitStatus(1, false, now);
        records.commit(
                List.of(
                        new Change.InsertContainer(kept),
                        new Change.RecordExit(kept.id(), exit),
                        new Change.RecordExit(removed, exit)),
                List.of());
        now = now.plus(Duration.ofMinutes(9));
        records.commit(List.of(), List.of(event("x", 1)));
        assertEquals(Optional.of(exit), containers().exit(removed));
        now = now.plus(Duration.ofMinutes(2));
        records.commit(List.of(), List.of(event("y", 1)));
        assertEquals(Optional.empty(), containers().exit(removed));
        assertEquals(Optional.of(exit), containers().exit(kept.id()));
        reopen();
        assertEquals(Optional.empty(), containers().exit(removed));
        assertEquals(Optional.of(exit), containers().exit(kept.id()));
    }

    @Test
    void onlyTheNewestEventsAreKept() {
        List<Event> all = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Event each = event("e" + i, i);
            all.add(each);
            records.commit(List.of(), List.of(each));
        }
        List<Event> kept = eventLog().read(Optional.empty(), Optional.empty());
        assertTrue(kept.size() >= 100 && kept.size() <= 113, "kept " + kept.size());
        assertEquals(all.subList(1000 - kept.size(), 1000), kept);
    }

    @Test
    void aClosedStoreRefusesCommits() {
        records.close();
        assertThrows(Unavailable.class, () -> records.commit(List.of(), List.of(event("a", 1))));
        records.close();
    }

    @Test
    void manyCommitsAtOnceShareTheDisk() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            String id = String.format("%02x", i);
            threads.add(Thread.startVirtualThread(() -> records.commit(
                    List.of(new Change.InsertContainer(container(containerId(id), "c" + id, 1))),
                    List.of(event(id, 1)))));
        }
        for (Thread each : threads) {
            each.join();
        }
        reopen();
        assertEquals(64, containers().list().size());
        assertEquals(64, eventLog().read(Optional.empty(), Optional.empty()).size());
    }

    @Test
    void aDatabaseOfALaterVersionIsRefused() throws SQLException {
        records.close();
        sql("PRAGMA user_version = 99");
        StorageFailed refusal = assertThrows(StorageFailed.class, this::open);
        assertTrue(refusal.toString().contains("version 99"), refusal.toString());
    }

    @Test
    void anUnreadableDocumentIsNamed() throws SQLException {
        ContainerRecord web = container(containerId("aa"), "web", 1);
        records.commit(List.of(new Change.InsertContainer(web)), List.of());
        records.close();
        sql("UPDATE containers SET document = '{'");
        StorageFailed refusal = assertThrows(StorageFailed.class, this::open);
        assertTrue(refusal.toString().contains(web.id().value()), refusal.toString());
    }

    @Test
    void aFailingDiskChangesNothing() throws SQLException {
        sql("CREATE TRIGGER full BEFORE INSERT ON containers BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
        ContainerRecord web = container(containerId("aa"), "web", 1);
        assertThrows(
                StorageFailed.class,
                () -> records.commit(List.of(new Change.InsertContainer(web)), List.of(event("a", 1))));
        assertEquals(List.of(), containers().list());
        assertEquals(List.of(), eventLog().read(Optional.empty(), Optional.empty()));
        sql("DROP TRIGGER full");
        records.commit(List.of(new Change.InsertContainer(web)), List.of());
        assertEquals(List.of(web), containers().list());
    }

    private void sql(String text) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("records.sqlite"));
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }
}
