package io.helipod.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ArchiveFormat;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.image.SaveRequest;
import io.helipod.core.image.SavedArchive;
import io.helipod.core.testing.TestEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Saving through the driving port, on fakes, whose archives are lines: names, then layers. */
class ImageSaveTest {
    private final TestEngine engine = new TestEngine();

    @BeforeEach
    void load() {
        load("docker.io/library/x:1", "a", "b");
        load("docker.io/library/y:1", "a", "c");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void load(String... lines) {
        engine.api()
                .archives()
                .load(new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    }

    private SavedArchive open(ArchiveFormat format, String... names) {
        return engine.api()
                .archives()
                .save(new SaveRequest(Arrays.stream(names).map(NameOrId::new).toList(), format, false));
    }

    private static String write(SavedArchive archive) {
        try (archive) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            archive.writeTo(out);
            assertEquals(archive.size(), out.size());
            return out.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anImageIsSavedUnderTheNameItIsAskedForBy(ArchiveFormat format) {
        assertEquals("docker.io/library/x:1\na\nb\n", write(open(format, "x:1")));
        assertEquals("image save", engine.records.told().getLast());
        String id = engine.api().images().inspect(new NameOrId("x:1")).id().value();
        assertEquals("\na\nb\n", write(open(format, id)));
    }

    @Test
    void severalNamesOfOneImageAreOneImage() {
        engine.api().images().tag(new NameOrId("x:1"), ImageReference.parse("z", Home.LOCAL));
        assertEquals(
                "docker.io/library/x:1,localhost/z:latest\na\nb\ndocker.io/library/y:1\na\nc\n",
                write(open(ArchiveFormat.DOCKER_ARCHIVE, "x:1", "z", "x:1", "y:1")));
    }

    @Test
    void onlyOneFormatTakesSeveral() {
        assertThrows(InvalidArgument.class, () -> open(ArchiveFormat.OCI_ARCHIVE, "x:1", "y:1"));
        assertThrows(InvalidArgument.class, () -> open(ArchiveFormat.DOCKER_ARCHIVE));
    }

    @Test
    void whatIsMissingIsKnownBeforeAnythingIsWritten() {
        assertThrows(NotFound.class, () -> open(ArchiveFormat.DOCKER_ARCHIVE, "x:1", "nope"));
    }

    @Test
    void anImageRemovedMeanwhileIsStillSavedAndThenItsSpaceGoes() {
        SavedArchive archive = open(ArchiveFormat.DOCKER_ARCHIVE, "x:1");
        engine.api().images().remove(new NameOrId("x:1"), false);
        engine.api().images().remove(new NameOrId("y:1"), false);
        assertEquals(List.of(), engine.records.images().list());
        assertEquals("docker.io/library/x:1\na\nb\n", write(archive));
        assertEquals(List.of(), engine.content.list());
    }

    @Test
    void aClientThatGoesEndsTheSaving() {
        try (SavedArchive archive = open(ArchiveFormat.DOCKER_ARCHIVE, "x:1")) {
            IOException gone = new IOException("gone");
            assertEquals(
                    gone,
                    assertThrows(
                            IOException.class,
                            () -> archive.writeTo(new OutputStream() {
                                @Override
                                public void write(int b) throws IOException {
                                    throw gone;
                                }
                            })));
        }
        assertEquals("image loadfromarchive", engine.records.told().getLast());
    }

    @Test
    void interruptingTheCallerEndsTheSaving() {
        Thread.currentThread().interrupt();
        try (SavedArchive archive = open(ArchiveFormat.DOCKER_ARCHIVE, "x:1")) {
            assertThrows(Unavailable.class, () -> archive.writeTo(new ByteArrayOutputStream()));
        } finally {
            assertEquals(true, Thread.interrupted());
        }
    }
}
