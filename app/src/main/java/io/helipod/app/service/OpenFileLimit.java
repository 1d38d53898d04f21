package io.helipod.app.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many connections fit the process's descriptors. A listener that runs out of them at accept is lost for good, so it must
 * stop earlier; an attached connection needs several.
 */
final class OpenFileLimit {
    private static final int RESERVED = 128;
    private static final int PER_CONNECTION = 4;
    private static final int MOST = 4096;
    private static final int UNKNOWN = 1024;

    private OpenFileLimit() {}

    static int connections() {
        try {
            return connections(Files.readString(Path.of("/proc/self/limits")));
        } catch (IOException e) {
            return connections("");
        }
    }

    /** From the text of proc(5) limits. */
    static int connections(String limits) {
        int files = limits.lines()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.substring("Max open files".length()).strip().split(" +", 2)[0])
                .mapToInt(soft -> soft.matches("\\d{1,9}") ? Integer.parseInt(soft) : Integer.MAX_VALUE)
                .findFirst()
                .orElse(UNKNOWN);
        return Math.clamp((files - RESERVED) / PER_CONNECTION, 8, MOST);
    }
}
