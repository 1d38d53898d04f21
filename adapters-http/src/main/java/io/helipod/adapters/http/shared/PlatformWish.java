package io.helipod.adapters.http.shared;

import io.helipod.core.image.Platform;
import java.util.Map;

/** What an image has to be built for; an empty text leaves a part open. */
public record PlatformWish(String os, String architecture, String variant) {
    /** No operating system has such a name. */
    private static final Platform OPEN = new Platform("", "", "");

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
        return wanted.os().equals(held.os())
                && wanted.architecture().equals(held.architecture())
                && (variant.isEmpty()
                        || variant(wanted.architecture(), variant)
                                .equals(variant(held.architecture(), held.variant())));
    }

    private static String variant(String architecture, String variant) {
        return variant.isEmpty() ? PLAIN.getOrDefault(architecture, "") : variant;
    }

    /** Reads {@code os[/architecture[/variant]]}, or an architecture alone. */
    public static PlatformWish parse(String text) {
        if (!text.isEmpty() && text.indexOf('/') < 0) {
            Platform alone = Platform.parse(text, OPEN);
            return alone.os().equals(OPEN.os())
                    ? new PlatformWish("", alone.architecture(), "")
                    : new PlatformWish(text, "", "");
        }
        String[] parts = text.split("/", 3);
        return new PlatformWish(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
    }
}
