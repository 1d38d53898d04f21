package io.helipod.core.image;

import io.helipod.core.error.EngineException.InvalidArgument;

/**
 * What a program was built for (OCI image index "platform").
 *
 * @param os such as {@code linux}
 * @param architecture in Go's words, such as {@code amd64}
 * @param variant such as {@code v8}; empty for none
 */
public record Platform(String os, String architecture, String variant) {
    /** Reads {@code os[/arch[/variant]]}; what is absent comes from {@code fallback}. */
    public static Platform parse(String text, Platform fallback) {
        String[] parts = text.split("/", -1);
        for (String part : parts) {
            if (!part.matches("[a-z0-9_.-]{1,32}")) {
                throw new InvalidArgument("invalid platform " + text);
            }
        }
        return switch (parts.length) {
            case 1 -> new Platform(parts[0], fallback.architecture(), fallback.variant());
            case 2 -> new Platform(parts[0], parts[1], "");
            case 3 -> new Platform(parts[0], parts[1], parts[2]);
            default -> throw new InvalidArgument("invalid platform " + text);
        };
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
