package io.helipod.adapters.oci.runtime;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What tests of real containers need of the machine: skipped aloud on a laptop, failed where CI is set. */
final class RealRuntime {
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    private RealRuntime() {}

    static void required() throws IOException {
        if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            missing("real containers need root");
        }
        if (Stream.of("/usr/bin/conmon", "/usr/local/bin/conmon")
                .noneMatch(path -> Files.isExecutable(Path.of(path)))) {
            missing("real containers need conmon");
        }
        if (!Files.isExecutable(BUSYBOX)) {
            missing("real containers need busybox-static");
        }
    }

    private static void missing(String what) {
        if ("true".equals(System.getenv("CI"))) {
            fail(what);
        }
        System.err.println("SKIPPED: " + what);
        Assumptions.abort(what);
    }

    /** Fills a folder with busybox and the contract's programs. */
    static void fill(Path root) throws IOException {
        for (String folder : List.of("bin", "etc", "proc", "dev", "sys", "tmp", "run")) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.copy(BUSYBOX, root.resolve("bin/busybox"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String name : List.of(
                "sh", "cat", "sleep", "true", "id", "stty", "wc", "yes", "head", "pwd", "touch", "env", "kill")) {
            Files.createSymbolicLink(root.resolve("bin/" + name), Path.of("busybox"));
        }
        script(root, "gentle", "trap 'printf bye; exit 143' TERM; : > /tmp/ready; while :; do sleep 0.02; done");
        script(root, "hello", "printf hello; exit 3");
        script(root, "stubborn", "trap '' TERM; : > /tmp/ready; while :; do sleep 0.02; done");
        Files.writeString(
                root.resolve("etc/passwd"), "root:x:0:0::/root:/bin/sh\nweb:x:1000:1000::/home/web:/bin/sh\n");
        Files.writeString(root.resolve("etc/group"), "root:x:0:\nweb:x:1000:\nmedia:x:44:web\n");
    }

    private static void script(Path root, String name, String text) throws IOException {
        Path file = root.resolve("bin/" + name);
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
