package io.helipod.adapters.oci.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process itself may do (proc(5) status, capabilities(7)); a bit for each capability. */
public final class ProcessCapabilities {
    private static final int SYS_RESOURCE = 24;

    private ProcessCapabilities() {}

    /** What it can pass on at most. */
    public static long bounding() {
        return set("CapBnd:");
    }

    /** Whether it may raise hard limits (setrlimit(2)). */
    public static boolean raisesLimits() {
        return (set("CapEff:") >>> SYS_RESOURCE & 1) == 1;
    }

    private static long set(String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line ->
                            Long.parseUnsignedLong(line.substring(name.length()).strip(), 16))
                    .findFirst()
                    .orElse(0L);
        } catch (IOException e) {
            return 0;
        }
    }
}
