package io.helipod.adapters.oci.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.container.ExitStatus;
import io.helipod.core.id.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExitFilesTest {
    private static final ContainerId WEB = new ContainerId("ab".repeat(32));
    private static final ContainerId OTHER = new ContainerId("cd".repeat(32));

    @TempDir
    private Path folder;

    private final AtomicBoolean lost = new AtomicBoolean();
    private RuntimePaths paths = new RuntimePaths(Path.of("/"), Path.of("/"));
    private ExitFiles exits = unopened();

    @SuppressWarnings("NullAway")
    private static ExitFiles unopened() {
        return null;
    }

    @BeforeEach
    void open() throws IOException {
        paths = new RuntimePaths(folder.resolve("state"), folder.resolve("run"));
        Files.createDirectories(paths.exits());
        Files.createDirectories(paths.bundle(WEB));
        exits = new ExitFiles();
        exits.watch(paths.exits());
    }

    @AfterEach
    void close() {
        exits.close();
    }

    private CompletableFuture<ExitStatus> await(ContainerId id) {
        return exits.await(paths.exitFile(id), lost::get);
    }

    private static int code(CompletableFuture<ExitStatus> exit) throws Exception {
        return exit.get(10, TimeUnit.SECONDS).code();
    }

    @Test
    void endsAreNoticedAlsoAfterMemoryWasShort() throws Exception {
        AtomicBoolean looked = new AtomicBoolean();
        CompletableFuture<ExitStatus> first = exits.await(paths.exitFile(OTHER), () -> {
            if (!looked.getAndSet(true)) {
                throw new OutOfMemoryError("not really");
            }
            return true;
        });
        int unused = code(first);
        CompletableFuture<ExitStatus> exit = await(WEB);
        Files.writeString(paths.exitFile(WEB).file(), "3");
        assertEquals(3, code(exit));
    }

    @Test
    void aFileThatComesIsAnEnd() throws Exception {
        CompletableFuture<ExitStatus> exit = await(WEB);
        assertFalse(exit.isDone());
        Files.writeString(paths.exit(WEB), "3");
        assertEquals(3, code(exit));
    }

    @Test
    void aFileThatIsThereIsAnEndAtOnceAndKnowsOfMemory() throws Exception {
        Files.writeString(paths.exit(WEB), "137\n");
        Files.writeString(paths.oom(WEB), "");
        CompletableFuture<ExitStatus> exit = await(WEB);
        assertTrue(exit.isDone());
        assertTrue(exit.get().oomKilled());
    }

    @Test
    void aFileThatIsStillWrittenIsNone() throws Exception {
        Files.writeString(paths.exit(WEB), "");
        CompletableFuture<ExitStatus> exit = await(WEB);
        assertFalse(exit.isDone());
        Files.writeString(paths.exit(WEB), "nonsense");
        assertFalse(paths.exitFile(WEB).read().isPresent());
        Files.writeString(paths.exit(WEB), "-1");
        assertEquals(255, code(exit));
    }

    @Test
    void aContainerThatIsLostEndsWith255() throws Exception {
        CompletableFuture<ExitStatus> exit = await(WEB);
        lost.set(true);
        assertEquals(255, code(exit));
    }

    @Test
    void oneFileThatCannotBeReadDoesNotEndTheWatch() throws Exception {
        CompletableFuture<ExitStatus> other = await(OTHER);
        CompletableFuture<ExitStatus> exit = await(WEB);
        Files.createDirectory(paths.exit(WEB));
        Files.writeString(paths.exit(OTHER), "4");
        assertEquals(4, code(other));
        Files.delete(paths.exit(WEB));
        Files.writeString(paths.exit(WEB), "5");
        assertEquals(5, code(exit));
    }

    @Test
    void whoWaitsForAForgottenOneIsToldAndTheNextRunIsAnother() throws Exception {
        CompletableFuture<ExitStatus> exit = await(WEB);
        exits.forget(paths.exitFile(WEB));
        assertEquals(255, code(exit));
        Files.writeString(paths.exit(WEB), "6");
        exits.forget(paths.exitFile(WEB));
        assertFalse(Files.exists(paths.exit(WEB)));
        assertFalse(await(WEB).isDone());
    }
}
