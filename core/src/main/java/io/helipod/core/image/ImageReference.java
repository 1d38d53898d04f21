package io.helipod.core.image;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.Digest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A full image name: {@code registry/path[:tag][@digest]} (distribution reference grammar).
 *
 * @param registry host, with port if any; {@code localhost} for local builds
 * @param path repository below the registry
 * @param tag up to 128 characters
 * @param digest of a manifest
 */
public record ImageReference(String registry, String path, Optional<String> tag, Optional<Digest> digest) {
    private static final Pattern REGISTRY = Pattern.compile(
            "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::[0-9]{1,5})?|\\[[0-9a-fA-F:]+](?::[0-9]{1,5})?");
    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final int LONGEST = 255;

    /** Where a name without registry belongs. */
    public enum Home {
        /** Docker's rules: {@code docker.io}, one component below {@code library/}. */
        DOCKER,
        /** Podman's rule for new local names: {@code localhost}. */
        LOCAL
    }

    public ImageReference {
        if (!REGISTRY.matcher(registry).matches()) {
            throw new InvalidArgument("invalid reference format: registry " + registry);
        }
        if (path.isEmpty() || registry.length() + path.length() >= LONGEST) {
            throw new InvalidArgument("invalid reference format: " + registry + "/" + path);
        }
        for (String component : path.split("/", -1)) {
            if (!COMPONENT.matcher(component).matches()) {
                if (component.chars().anyMatch(Character::isUpperCase)) {
                    throw new InvalidArgument("repository name must be lowercase"); // podman's 10-images.at
                }
                throw new InvalidArgument("invalid reference format: " + registry + "/" + path);
            }
        }
        tag.ifPresent(text -> {
            if (!TAG.matcher(text).matches()) {
                throw new InvalidArgument("invalid tag format: " + text);
            }
        });
    }

    /** Reads a name as clients write it; a name without registry gets the one of {@code home}. No tag is added. */
    public static ImageReference parse(String text, Home home) {
        if (text.isEmpty() || text.length() > 1024) {
            throw new InvalidArgument("invalid reference format");
        }
        String rest = text;
        Optional<Digest> digest = Optional.empty();
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = Optional.of(Digest.parse(rest.substring(at + 1)));
            rest = rest.substring(0, at);
        }
        Optional<String> tag = Optional.empty();
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = Optional.of(rest.substring(colon + 1));
            rest = rest.substring(0, colon);
        }
        int slash = rest.indexOf('/');
        String first = slash < 0 ? "" : rest.substring(0, slash);
        if (first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost")) {
            String registry = first.equals("index.docker.io") ? "docker.io" : first;
            String path = rest.substring(slash + 1);
            boolean official = registry.equals("docker.io") && path.indexOf('/') < 0;
            return new ImageReference(registry, official ? "library/" + path : path, tag, digest);
        }
        return switch (home) {
            case DOCKER -> new ImageReference("docker.io", slash < 0 ? "library/" + rest : rest, tag, digest);
            case LOCAL -> new ImageReference("localhost", rest, tag, digest);
        };
    }

    /** Reads a full name that was written by {@link #toString()}. */
    public static ImageReference parseFull(String text) {
        return parse(text, Home.DOCKER);
    }

    /** The same with tag {@code latest} where there is neither tag nor digest. */
    public ImageReference orLatest() {
        return tag.isPresent() || digest.isPresent() ? this : withTag("latest");
    }

    /** The same repository under another tag, without digest. */
    public ImageReference withTag(String other) {
        return new ImageReference(registry, path, Optional.of(other), Optional.empty());
    }

    /** Registry and path. */
    public String repository() {
        return registry + "/" + path;
    }

    @Override
    public String toString() {
        return repository()
                + tag.map(text -> ":" + text).orElse("")
                + digest.map(d -> "@" + d).orElse("");
    }
}
