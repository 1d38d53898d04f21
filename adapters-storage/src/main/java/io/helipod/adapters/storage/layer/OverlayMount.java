package io.helipod.adapters.storage.layer;

import io.helipod.adapters.storage.linux.ByteText;
import io.helipod.adapters.storage.linux.Errno;
import io.helipod.adapters.storage.linux.LinuxCalls;
import io.helipod.adapters.storage.linux.LinuxError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Mounts and unmounts one container's root file system. The kernel does it at once; no program is started. */
final class OverlayMount {
    private static final String TYPE = "overlay";

    /**
     * Whatever the kernel was built to default to: a renamed folder fails with EXDEV, as containers are used to, and what a
     * writable layer holds can be understood without the layers below.
     */
    private static final String PLAIN = ",index=off,redirect_dir=off,metacopy=off";

    /** mount(2) takes one page of options, its last byte a zero. */
    private static final int MOST_OPTIONS = 4095;

    private OverlayMount() {}

    /** Whether something is mounted there: its device is not that of the folder around it. */
    static boolean isMounted(Path folder) throws IOException {
        return !Files.getAttribute(folder, "unix:dev")
                .equals(Files.getAttribute(folder.resolveSibling("."), "unix:dev"));
    }

    /** @param container holds diff, work and merged */
    static void mount(Chain chain, Path container) throws IOException {
        StringBuilder lower = new StringBuilder();
        for (Path each : chain.lower()) {
            lower.append(lower.isEmpty() ? "" : ":").append(each);
        }
        String options = ByteText.of(Path.of(options(lower, container.toString())));
        if (options.length() <= MOST_OPTIONS && isPlain(container.toString())) {
            mount(options, ByteText.of(container.resolve("merged")));
        } else {
            mountByLinks(chain, container);
        }
    }

    private static String options(CharSequence lower, String container) {
        return "lowerdir=" + lower + ",upperdir=" + container + "/diff,workdir=" + container + "/work" + PLAIN;
    }

    /** Commas and colons end a path among the options. */
    private static boolean isPlain(String path) {
        return path.indexOf(',') < 0 && path.indexOf(':') < 0 && path.indexOf('\\') < 0;
    }

    private static void mount(String options, String target) throws LinuxError {
        try (LinuxCalls linux = LinuxCalls.small()) {
            LinuxCalls.check(linux.mount(TYPE, target, options), "mount " + target);
        }
    }

    /**
     * For chains too long to be named in full: short links, relative to a working directory. A process has one of those, a thread
     * that asks may have its own; so this costs a thread, which ends with it.
     */
    private static void mountByLinks(Chain chain, Path container) throws IOException {
        StringBuilder lower = new StringBuilder();
        for (int i = 0; i < chain.lower().size(); i++) {
            lower.append(i == 0 ? "" : ":").append(i);
        }
        String here = chain.links().relativize(container).toString();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().name("helipod-mount").start(() -> {
            try {
                try (LinuxCalls linux = LinuxCalls.small()) {
                    LinuxCalls.check(linux.chdirAlone(ByteText.of(chain.links())), "change to folder " + chain.links());
                }
                mount(options(lower, here), here + "/merged");
                done.complete(null);
            } catch (LinuxError | RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        try {
            done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Unmounts, also when some process still looks at it; nothing happens when nothing is mounted. */
    static void unmount(Path folder) throws LinuxError {
        try (LinuxCalls linux = LinuxCalls.small()) {
            int result = linux.umount(ByteText.of(folder), LinuxCalls.MNT_DETACH | LinuxCalls.UMOUNT_NOFOLLOW);
            if (result != -Errno.EINVAL && result != -Errno.ENOENT) {
                LinuxCalls.check(result, "unmount " + folder);
            }
        }
    }
}
