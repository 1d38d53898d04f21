package io.helipod.adapters.http.shared;

import io.helipod.core.image.ImageReference;

/** Names as docker shows them: without what it would add itself. */
public final class FamiliarName {
    private static final String HUB = "docker.io/";
    private static final String OFFICIAL = "library/";

    private FamiliarName() {}

    /** {@code busybox:latest} for {@code docker.io/library/busybox:latest}. */
    public static String of(ImageReference name) {
        String full = name.toString();
        if (!full.startsWith(HUB)) {
            return full;
        }
        String path = full.substring(HUB.length());
        return path.startsWith(OFFICIAL) && path.indexOf('/', OFFICIAL.length()) < 0
                ? path.substring(OFFICIAL.length())
                : path;
    }

    /** The tag, or else the digest. */
    public static String version(ImageReference name) {
        return name.tag().or(() -> name.digest().map(Object::toString)).orElse("latest");
    }
}
