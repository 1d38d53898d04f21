package io.helipod.core.internal.image;

import io.helipod.core.image.ManifestDocument.Entry;
import io.helipod.core.image.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which image of an index a machine wants (OCI image spec, image-index.md "platform"): that of its own variant, else the best of the
 * older variants that it runs too.
 */
final class PlatformChoice {
    private PlatformChoice() {}

    static Optional<Entry> choose(List<Entry> entries, Platform wanted) {
        for (String variant : variants(wanted)) {
            for (Entry entry : entries) {
                if (entry.platform()
                        .filter(one -> fits(one, wanted) && one.variant().equals(variant))
                        .isPresent()) {
                    return Optional.of(entry);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether an image for one platform is what was asked for with another; a variant counts only if it was asked for. */
    static boolean fits(Platform image, Platform wanted) {
        return image.os().equals(wanted.os()) && image.architecture().equals(wanted.architecture());
    }

    /** Variants that run there, the best first. */
    private static List<String> variants(Platform wanted) {
        String own = wanted.variant();
        return switch (wanted.architecture()) {
            case "arm64" -> own.isEmpty() || own.equals("v8") ? List.of("v8", "") : List.of(own, "v8", "");
            case "arm" -> downFrom(own.isEmpty() ? "v7" : own, 5);
            case "amd64" -> own.isEmpty() ? List.of("", "v1") : downFrom(own, 1);
            default -> own.isEmpty() ? List.of("") : List.of(own, "");
        };
    }

    private static List<String> downFrom(String variant, int oldest) {
        List<String> all = new ArrayList<>();
        if (variant.matches("v[0-9]")) {
            for (int i = variant.charAt(1) - '0'; i >= oldest; i--) {
                all.add("v" + i);
            }
        } else {
            all.add(variant);
        }
        all.add("");
        return all;
    }
}
