package io.helipod.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.Unavailable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {
    @TempDir
    Path folder;

    @Test
    void theFolderIsMadePrivateAndTheSocketIsTheOwnersOnly() throws IOException {
        Path path = folder.resolve("new/er/a.sock");
        try (SocketFile file = SocketFile.prepare(path);
                ServerSocketChannel server = bind(file)) {
            file.publish(Optional.empty());

            assertEquals("rw-------", mode(path));
            assertEquals("rwx------", mode(folder.resolve("new")));
            assertEquals("rwx------", mode(folder.resolve("new/er")));
            connect(path);
            assertEquals(List.of(path), list(folder.resolve("new/er")), "a killed service would leave more");
            assertTrue(server.isOpen());
        }
        assertEquals(List.of(), list(folder.resolve("new/er")));
    }

    @Test
    void aGroupMayUseTheSocketToo() throws IOException {
        Path path = folder.resolve("a.sock");
        String group = Files.readAttributes(folder, java.nio.file.attribute.PosixFileAttributes.class)
                .group()
                .getName();
        try (SocketFile file = SocketFile.prepare(path);
                ServerSocketChannel server = bind(file)) {
            file.publish(Optional.of(group));

            assertEquals("rw-rw----", mode(path));
            assertTrue(server.isOpen());
        }
    }

    @Test
    void anUnknownGroupIsRefusedBeforeAnythingIsPublished() throws IOException {
        Path path = folder.resolve("a.sock");
        try (SocketFile file = SocketFile.prepare(path);
                ServerSocketChannel server = bind(file)) {
            assertThrows(InvalidArgument.class, () -> file.publish(Optional.of("no-such-group-here")));
            assertFalse(Files.exists(path));
            assertTrue(server.isOpen());
        }
    }

    @Test
    void aDeadSocketIsReplaced() throws IOException {
        Path path = folder.resolve("a.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertTrue(Files.exists(path));

        try (SocketFile file = SocketFile.prepare(path);
                ServerSocketChannel server = bind(file)) {
            file.publish(Optional.empty());
            connect(path);
            assertTrue(server.isOpen());
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void aLiveSocketIsRefusedAndLeftAlone() throws IOException {
        Path path = folder.resolve("a.sock");
        try (ServerSocketChannel live = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            live.bind(UnixDomainSocketAddress.of(path));

            Unavailable error = assertThrows(Unavailable.class, () -> SocketFile.prepare(path));
            assertTrue(error.getMessage().contains(path.toString()), error::getMessage);
            connect(path);
        }
        assertEquals(List.of(path), list(folder));
    }

    @Test
    void aFileThatIsNoSocketIsRefusedAndLeftAlone() throws IOException {
        Path path = Files.writeString(folder.resolve("a.sock"), "precious");

        assertThrows(InvalidArgument.class, () -> SocketFile.prepare(path));
        assertEquals("precious", Files.readString(path));
    }

    @Test
    void aSocketThatSomebodyElsePutThereSinceIsNotRemoved() throws IOException {
        Path path = folder.resolve("a.sock");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            try (SocketFile file = SocketFile.prepare(path);
                    ServerSocketChannel server = bind(file)) {
                file.publish(Optional.empty());
                // the other is bound first, so that its inode cannot be the one just freed
                other.bind(UnixDomainSocketAddress.of(folder.resolve("other")));
                Files.delete(path);
                Files.move(folder.resolve("other"), path);
                assertTrue(server.isOpen());
            }
            assertTrue(Files.exists(path));
        }
    }

    private static ServerSocketChannel bind(SocketFile file) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(file.bindAddress());
        return server;
    }

    private static void connect(Path path) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertTrue(client.isConnected());
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.toList();
        }
    }
}
