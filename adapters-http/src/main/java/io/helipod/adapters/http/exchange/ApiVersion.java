package io.helipod.adapters.http.exchange;

import java.util.Optional;

/**
 * A version from a path prefix, read tolerantly: {@code 1.44} is 1.44.0, a pre-release sorts below its release (behaviour.md 1).
 *
 * @param preRelease whether text follows the numbers
 */
public record ApiVersion(int major, int minor, int patch, boolean preRelease) implements Comparable<ApiVersion> {
    /** No number of a version is longer. */
    private static final int MOST_DIGITS = 6;

    /** Reads what stands behind the {@code v}; empty when it is no version. */
    public static Optional<ApiVersion> parse(String text) {
        if (text.isEmpty()) {
            return Optional.empty(); // most paths have none
        }
        int dash = text.indexOf('-');
        String[] parts = (dash < 0 ? text : text.substring(0, dash)).split("\\.", -1);
        int[] numbers = new int[3];
        if (parts.length > 3) {
            return Optional.empty();
        }
        for (int i = 0; i < parts.length; i++) {
            if (!isNumber(parts[i])) {
                return Optional.empty();
            }
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return Optional.of(new ApiVersion(numbers[0], numbers[1], numbers[2], dash >= 0));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public int compareTo(ApiVersion other) {
        int numbers = Integer.compare(major, other.major);
        numbers = numbers != 0 ? numbers : Integer.compare(minor, other.minor);
        numbers = numbers != 0 ? numbers : Integer.compare(patch, other.patch);
        return numbers != 0 ? numbers : Boolean.compare(other.preRelease, preRelease);
    }
}
