package io.helipod.core.image;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.Map;
import java.util.Set;

/**
 * What a program was built for (OCI image index "platform").
 *
 * @param os such as {@code linux}
 * @param architecture in Go's words, such as {@code amd64}
 * @param variant such as {@code v8}; empty for none
 */
public record Platform(String os, String architecture, String variant) {
    /** Other words for Go's names of architectures (containerd's platforms.Normalize). */
    private static final Map<String, String> ALIASES = Map.of("x86_64", "amd64", "aarch64", "arm64", "armhf", "arm");

    private static final Set<String> ARCHITECTURES =
            Set.of("386", "amd64", "arm", "arm64", "loong64", "mips64le", "ppc64le", "riscv64", "s390x");

    /**
     * Reads {@code os[/arch[/variant]]}, or an architecture alone; what is absent comes from {@code fallback}. Architectures may go by other
     * words.
     */
    public static Platform parse(String text, Platform fallback) {
        String[] parts = text.split("/", -1);
        for (String part : parts) {
            if (!part.matches("[a-z0-9_.-]{1,32}")) {
                throw new InvalidArgument("invalid platform " + text);
            }
        }
        return switch (parts.length) {
            case 1 ->
                ARCHITECTURES.contains(architecture(parts[0]))
                        ? new Platform(fallback.os(), architecture(parts[0]), "")
                        : new Platform(parts[0], fallback.architecture(), fallback.variant());
            case 2 -> new Platform(parts[0], architecture(parts[1]), "");
            case 3 -> new Platform(parts[0], architecture(parts[1]), parts[2]);
            default -> throw new InvalidArgument("invalid platform " + text);
        };
    }

    private static String architecture(String word) {
        return ALIASES.getOrDefault(word, word);
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
