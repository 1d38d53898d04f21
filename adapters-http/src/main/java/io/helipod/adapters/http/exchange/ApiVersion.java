package io.helipod.adapters.http.exchange;

import java.util.Optional;

/**
 * A version from a path prefix, read tolerantly: {@code 1.44} is 1.44.0, a pre-release sorts below its release (behaviour.md 1).
 *
 * @param preRelease whether text follows the numbers
 */
public record ApiVersion(int major, int minor, int patch, boolean preRelease) implements Comparable<ApiVersion> {
    /** Reads what stands behind the {@code v}; empty when it is no version. */
    public static Optional<ApiVersion> parse(String text) {
        int dash = text.indexOf('-');
        String[] parts = (dash < 0 ? text : text.substring(0, dash)).split("\\.", -1);
        int[] numbers = new int[3];
        if (parts.length > 3) {
            return Optional.empty();
        }
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].matches("[0-9]{1,6}")) {
                return Optional.empty();
            }
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return Optional.of(new ApiVersion(numbers[0], numbers[1], numbers[2], dash >= 0));
    }

    @Override
    public int compareTo(ApiVersion other) {
        int numbers = Integer.compare(major, other.major);
        numbers = numbers != 0 ? numbers : Integer.compare(minor, other.minor);
        numbers = numbers != 0 ? numbers : Integer.compare(patch, other.patch);
        return numbers != 0 ? numbers : Boolean.compare(other.preRelease, preRelease);
    }
}
