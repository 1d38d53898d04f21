package io.helipod.core.registry;

/**
 * A text that nobody may see: it shows as asterisks wherever it is printed.
 *
 * @param value the text; empty for none
 */
public record Secret(String value) {
    /** No secret. */
    public static final Secret NONE = new Secret("");

    /** Whether there is none. */
    public boolean isEmpty() {
        return value.isEmpty();
    }

    @Override
    public String toString() {
        return isEmpty() ? "" : "***";
    }
}
