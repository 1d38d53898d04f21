package io.helipod.adapters.http.shared;

import io.helipod.core.image.Platform;
import java.util.Map;

/** What an image has to be built for; an empty text leaves a part open. */
public record PlatformWish(String os, String architecture, String variant) {
    /** Other words for Go's names of architectures. */
    private static final Map<String, String> ALIASES = Map.of("x86_64", "amd64", "aarch64", "arm64", "armhf", "arm");

    /** Variants that go without saying (containerd's platforms.Normalize). */
    private static final Map<String, String> PLAIN = Map.of("arm64", "v8", "amd64", "v1", "arm", "v7");

    /** Whether nothing is asked for. */
    boolean isEmpty() {
        return os.isEmpty() && architecture.isEmpty() && variant.isEmpty();
    }

    /** Whether an image built for {@code held} will do; InvalidArgument when a part is no word. */
    boolean accepts(Platform held) {
        String text = (os.isEmpty() ? held.os() : os) + "/"
                + (architecture.isEmpty() ? held.architecture() : architecture)
                + (variant.isEmpty() ? "" : "/" + variant);
        Platform wanted = Platform.parse(text, held);
        String wantedArchitecture = ALIASES.getOrDefault(wanted.architecture(), wanted.architecture());
        return wanted.os().equals(held.os())
                && wantedArchitecture.equals(held.architecture())
                && (variant.isEmpty()
                        || variant(wantedArchitecture, variant).equals(variant(held.architecture(), held.variant())));
    }

    private static String variant(String architecture, String variant) {
        return variant.isEmpty() ? PLAIN.getOrDefault(architecture, "") : variant;
    }

    /** Reads {@code os[/architecture[/variant]]}. */
    public static PlatformWish parse(String text) {
        String[] parts = text.split("/", 3);
        return new PlatformWish(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
    }
}
