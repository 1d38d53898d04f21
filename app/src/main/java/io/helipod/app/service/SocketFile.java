package io.helipod.app.service;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.Unavailable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import java.util.Set;

/**
 * A listening socket's file. It is bound in a private folder (0700) beside its place, given its mode and group there, and
 * moved to its place in one step: nobody can connect before the mode is right, and a dead file is replaced without a moment
 * in which the path is missing. Not thread-safe.
 */
final class SocketFile implements Closing {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final Path folder;
    private Optional<Object> published = Optional.empty();

    private SocketFile(Path path, Path folder) {
        this.path = path;
        this.folder = folder;
    }

    /** Makes the folder of {@code path} where it is missing and checks that nobody listens there. */
    static SocketFile prepare(Path path) {
        Path parent = Optional.ofNullable(path.getParent())
                .orElseThrow(() -> new InvalidArgument("socket path " + path + " is a folder"));
        try {
            if (!Files.isDirectory(parent)) {
                Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            refuseLive(path);
            return new SocketFile(path, privateFolder(parent));
        } catch (IOException e) {
            throw new Unavailable("socket " + path + " cannot be made: " + e, e);
        }
    }

    /** Where to bind. */
    UnixDomainSocketAddress bindAddress() {
        return UnixDomainSocketAddress.of(folder.resolve("s"));
    }

    /** Gives the bound socket mode 0600, or 0660 with a group, and moves it to its place; the private folder goes. */
    void publish(Optional<String> group) {
        Path bound = folder.resolve("s");
        try {
            if (group.isPresent()) {
                Files.getFileAttributeView(bound, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setGroup(group(bound, group.get()));
            }
            Files.setPosixFilePermissions(
                    bound, PosixFilePermissions.fromString(group.isPresent() ? "rw-rw----" : "rw-------"));
            // somebody may have begun to listen since prepare()
            refuseLive(path);
            Object key = key(bound);
            Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE);
            published = Optional.of(key);
            // not at close: a killed service does not get there
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new Unavailable("socket " + path + " cannot be made: " + e, e);
        }
    }

    /** Removes the file, if it is still ours, and the private folder where that is left. */
    @Override
    public void close() {
        try {
            if (published.isPresent()
                    && Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                    && published.get().equals(key(path))) {
                Files.delete(path);
            }
            Files.deleteIfExists(folder.resolve("s"));
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new Unavailable("socket " + path + " cannot be removed: " + e, e);
        }
    }

    /** Its name is short, because a socket's whole path must fit the kernel's 107 bytes. */
    private static Path privateFolder(Path parent) throws IOException {
        Path folder = parent.resolve(".h" + ProcessHandle.current().pid());
        Files.deleteIfExists(folder.resolve("s"));
        Files.deleteIfExists(folder);
        return Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    private static void refuseLive(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new InvalidArgument(path + " exists and is not a socket");
        }
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            throw new Unavailable("another service listens on " + path);
        } catch (ConnectException e) {
            // refused: nobody listens, the file is a leftover
            return;
        }
    }

    private static GroupPrincipal group(Path near, String name) throws IOException {
        try {
            return near.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
        } catch (UserPrincipalNotFoundException e) {
            throw new InvalidArgument("no group " + name, e);
        }
    }

    private static Object key(Path file) throws IOException {
        return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .fileKey())
                .orElseThrow(() -> new IOException("no file key"));
    }
}
