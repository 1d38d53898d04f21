package io.helipod.adapters.http.shared;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and spans of time in the words docker and podman use (go-units). */
public final class HumanText {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,9})?) ?([kmgtp]?)(?:i?b)?");
    private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB"};

    private HumanText() {}

    /** Such as {@code 3 seconds}, {@code About an hour}, {@code 2 weeks}. */
    public static String duration(Duration span) {
        long seconds = span.toSeconds();
        long minutes = span.toMinutes();
        long hours = Math.round(span.toMillis() / 3_600_000.0);
        if (seconds < 1) {
            return "Less than a second";
        } else if (seconds == 1) {
            return "1 second";
        } else if (seconds < 60) {
            return seconds + " seconds";
        } else if (minutes == 1) {
            return "About a minute";
        } else if (minutes < 60) {
            return minutes + " minutes";
        } else if (hours == 1) {
            return "About an hour";
        } else if (hours < 48) {
            return hours + " hours";
        } else if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        } else if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        } else if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return hours / 24 / 365 + " years";
    }

    /** Bytes in powers of a thousand with four significant digits, such as {@code 0B}, {@code 1.049MB}. */
    public static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < DECIMAL.length - 1) {
            value /= 1000;
            unit++;
        }
        String digits = String.format(Locale.ROOT, "%.4g", value);
        if (digits.indexOf('.') >= 0) {
            digits = digits.replaceAll("0+$", "").replaceAll("\\.$", "");
        }
        return digits + DECIMAL[unit];
    }

    /**
     * Reads {@code 10m}, {@code 64KiB}, {@code 1000}: bytes in powers of 1024.
     *
     * @param what names the value in the error
     */
    public static long parseSize(String text, String what) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new InvalidArgument("invalid size " + text + " for " + what);
        }
        int power = matcher.group(2).isEmpty() ? 0 : 1 + "kmgtp".indexOf(matcher.group(2));
        double bytes = Double.parseDouble(matcher.group(1)) * Math.pow(1024, power);
        if (bytes > Long.MAX_VALUE / 2) {
            throw new InvalidArgument("size " + text + " for " + what + " is out of range");
        }
        return (long) bytes;
    }
}
