package io.helipod.adapters.storage.layer;

import static io.helipod.adapters.storage.linux.LinuxCalls.O_CLOEXEC;
import static io.helipod.adapters.storage.linux.LinuxCalls.O_DIRECTORY;
import static io.helipod.adapters.storage.linux.LinuxCalls.O_NOFOLLOW;
import static io.helipod.adapters.storage.linux.LinuxCalls.O_RDONLY;
import static io.helipod.adapters.storage.linux.LinuxCalls.RESOLVE_NO_SYMLINKS;
import static io.helipod.adapters.storage.linux.LinuxCalls.check;

import io.helipod.adapters.storage.linux.Errno;
import io.helipod.adapters.storage.linux.FileStatus;
import io.helipod.adapters.storage.linux.LinuxCalls;
import io.helipod.core.error.EngineException.StorageFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up the regular files of a tree that its container may be changing meanwhile, maliciously. No link is followed; two
 * descriptors are open at most, whatever the depth: the way up is {@code ..}, and has to lead to where the way down began.
 */
final class TreeSize {
    /** Folders known and not yet looked into. Names cost memory, and a container makes as many as it likes. */
    static final int MOST_PENDING = 200_000;

    private static final int TRIES = 10;
    private final LinuxCalls linux;
    private final int mostPending;
    private int pending;
    private long bytes;
    /** Number of names to bytes that could not be shared out among so many names. */
    private final Map<Long, Long> rests = new HashMap<>();

    private TreeSize(LinuxCalls linux, int mostPending) {
        this.linux = linux;
        this.mostPending = mostPending;
    }

    /** A folder on the way down, and its folders that are left to look into. */
    private record Level(long inode, Deque<String> folders) {}

    /** Bytes below the folder; 0 when it is not there. */
    static long of(Path folder) throws IOException {
        return of(folder, MOST_PENDING);
    }

    static long of(Path folder, int mostPending) throws IOException {
        try (LinuxCalls linux = LinuxCalls.withBlock()) {
            for (int i = 0; i < TRIES; i++) {
                TreeSize size = new TreeSize(linux, mostPending);
                if (size.walk(folder)) {
                    return size.total();
                }
            }
        }
        throw new StorageFailed(folder + " was moved about while its files were looked at");
    }

    /** False when the way back up was lost, since folders were moved meanwhile. */
    private boolean walk(Path top) throws IOException {
        int folder;
        try {
            folder = linux.openFolder(top);
        } catch (IOException e) {
            if (Files.notExists(top)) {
                return true;
            }
            throw e;
        }
        try {
            Deque<Level> levels = new ArrayDeque<>();
            levels.push(enter(folder));
            while (!levels.isEmpty()) {
                String name = levels.peek().folders().poll();
                int next;
                if (name != null) {
                    pending--;
                    next = open(folder, name);
                    if (next < 0) {
                        continue; // removed or replaced meanwhile
                    }
                } else {
                    levels.pop();
                    if (levels.isEmpty()) {
                        break;
                    }
                    next = check(open(folder, ".."), "go up from a folder below " + top);
                }
                linux.close(folder);
                folder = next;
                if (name != null) {
                    levels.push(enter(folder));
                } else if (linux.status(folder).inode() != levels.peek().inode()) {
                    return false;
                }
            }
            return true;
        } finally {
            linux.close(folder);
        }
    }

    private int open(int folder, String name) {
        return linux.openat2(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0, RESOLVE_NO_SYMLINKS);
    }

    private Level enter(int folder) throws IOException {
        Deque<String> folders = new ArrayDeque<>();
        List<String> names = new ArrayList<>();
        while (check(linux.getdents64(folder, names), "list a folder") > 0) {
            for (String name : names) {
                look(folder, name, folders);
            }
            names.clear();
        }
        return new Level(linux.status(folder).inode(), folders);
    }

    private void look(int folder, String name, Deque<String> folders) throws IOException {
        int result = linux.statx(folder, name);
        if (result == -Errno.ENOENT) {
            return;
        }
        FileStatus status = linux.status(result, "a file");
        if (status.isDirectory()) {
            if (++pending > mostPending) {
                throw new StorageFailed("too many folders to add up their files");
            }
            folders.add(name);
        } else if (status.isRegular()) {
            long names = Math.max(1, status.links());
            // each name brings its part, so that no file need be remembered
            bytes += status.size() / names;
            if (names > 1) {
                rests.merge(names, status.size() % names, Long::sum);
            }
        }
    }

    private long total() {
        long all = bytes;
        for (Map.Entry<Long, Long> rest : rests.entrySet()) {
            all += rest.getValue() / rest.getKey();
        }
        return all;
    }
}
