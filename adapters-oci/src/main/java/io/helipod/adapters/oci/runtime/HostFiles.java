package io.helipod.adapters.oci.runtime;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.NetworkMode;
import io.helipod.core.id.ContainerId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The small files of the host that a container sees under /etc. Made anew for every run. */
final class HostFiles {
    private static final int LARGEST = 1 << 16;

    private HostFiles() {}

    static void write(RuntimePaths paths, ContainerRecord container) throws IOException {
        ContainerId id = container.id();
        String hostname = container.spec().hostname().orElseGet(HostFiles::hostsOwnName);
        boolean host = container.spec().namespaces().network() instanceof NetworkMode.Host;
        Files.writeString(paths.hostname(id), hostname + "\n");
        Files.writeString(
                paths.hosts(id),
                "127.0.0.1\tlocalhost localhost.localdomain\n::1\tlocalhost localhost.localdomain\n"
                        + (host ? "127.0.1.1\t" : "127.0.0.1\t") + hostname + " " + container.name() + "\n");
        Path resolv = Path.of("/etc/resolv.conf");
        Files.write(paths.resolvConf(id), Files.isReadable(resolv) ? head(resolv) : new byte[0]);
        Files.writeString(paths.containerEnv(id), "");
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST);
        }
    }

    private static String hostsOwnName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }
}
