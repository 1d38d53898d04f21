package io.helipod.adapters.oci.host;

import io.helipod.adapters.oci.linux.Machine;
import io.helipod.core.spi.runtime.HostProbe;
import io.helipod.core.system.HostFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The machine as /proc and /etc/os-release show it (proc(5), os-release(5)); what moves is looked at once a second at most. */
public final class ProcHostProbe implements HostProbe {
    private static final long KIB = 1024;
    private static final Duration SERVES = Duration.ofSeconds(1);
    private final Cgroups cgroups;
    private final Map<String, String> release = release();
    private final String kernel = line("/proc/sys/kernel/osrelease");
    private final boolean seccomp = read("/proc/self/status").contains("\nSeccomp:");
    private final boolean apparmor =
            line("/sys/module/apparmor/parameters/enabled").equals("Y");
    private final Sampled<HostFacts> facts = new Sampled<>(this::look, SERVES, System::nanoTime);
    private final boolean selinux = Files.exists(Path.of("/sys/fs/selinux/enforce"));

    public ProcHostProbe(Cgroups cgroups) {
        this.cgroups = cgroups;
    }

    @Override
    public HostFacts facts() {
        return facts.get();
    }

    private HostFacts look() {
        Map<String, Long> memory = memory();
        double[] cpu = cpu();
        return new HostFacts(
                line("/proc/sys/kernel/hostname"),
                Machine.here().goName(),
                kernel,
                release.getOrDefault("ID", "unknown"),
                release.getOrDefault("VERSION_ID", "unknown"),
                release.getOrDefault("VERSION_CODENAME", ""),
                Runtime.getRuntime().availableProcessors(),
                memory.getOrDefault("MemTotal", 0L),
                memory.getOrDefault("MemFree", 0L),
                memory.getOrDefault("SwapTotal", 0L),
                memory.getOrDefault("SwapFree", 0L),
                number(line("/proc/uptime").split(" ")[0]),
                cpu[0],
                cpu[1],
                cpu[2],
                cgroups.version(),
                cgroups.controllers(),
                seccomp,
                apparmor,
                selinux,
                line("/proc/sys/net/ipv4/ip_forward").equals("1"),
                openFiles());
    }

    private static Map<String, Long> memory() {
        Map<String, Long> all = new HashMap<>();
        read("/proc/meminfo").lines().forEach(line -> {
            String[] parts = line.split(":?\\s+");
            if (parts.length >= 2) {
                all.put(parts[0], (long) number(parts[1]) * KIB);
            }
        });
        return all;
    }

    /** User, system and idle time since boot, in percent. */
    private static double[] cpu() {
        double[] ticks = Arrays.stream(line("/proc/stat").split("\\s+"))
                .skip(1)
                .mapToDouble(ProcHostProbe::number)
                .toArray();
        double total = Math.max(1, Arrays.stream(ticks).sum());
        if (ticks.length < 4) {
            return new double[3];
        }
        return new double[] {percent(ticks[0] / total), percent(ticks[2] / total), percent(ticks[3] / total)};
    }

    private static double percent(double share) {
        return Math.round(share * 10_000) / 100.0;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static int openFiles() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return (int) all.count();
        } catch (IOException e) {
            return 0;
        }
    }

    private static Map<String, String> release() {
        Map<String, String> all = new HashMap<>();
        for (String line : List.of(read("/etc/os-release").split("\n"))) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                all.put(line.substring(0, equals), line.substring(equals + 1).replace("\"", ""));
            }
        }
        return all;
    }

    private static String line(String path) {
        return read(path).lines().findFirst().orElse("").strip();
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            return ""; // a kernel without this file has nothing to say
        }
    }
}
