package io.helipod.adapters.http.shared;

import java.util.Locale;

/** How long the host is up, in podman's words. */
public final class UptimeText {
    private UptimeText() {}

    /** Such as {@code 5h 3m 2.00s (Approximately 0.21 days)}. */
    public static String of(double seconds) {
        long whole = (long) seconds;
        double rest = seconds - whole + whole % 60;
        String text = String.format(Locale.ROOT, "%dh %dm %.2fs", whole / 3600, whole / 60 % 60, rest);
        return whole < 3600 ? text : text + String.format(Locale.ROOT, " (Approximately %.2f days)", seconds / 86400);
    }
}
