package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.InvalidFilter;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.ResourceType;
import io.helipod.core.filter.Filters;
import io.helipod.core.filter.Glob;
import io.helipod.core.filter.LabelMatcher;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The filters of an image list (behaviour.md 9.3): every value of a key must match, only positive {@code reference} values are ORed; a
 * key with {@code !} behind it negates.
 */
final class ImageFilters {
    private final ImageLookup lookup;
    private final Instant now;

    ImageFilters(ImageLookup lookup, Instant now) {
        this.lookup = lookup;
        this.now = now;
    }

    Predicate<ImageSummary> compile(Filters filters) {
        List<Predicate<ImageSummary>> all = new ArrayList<>();
        for (Map.Entry<String, List<String>> entry : filters.values().entrySet()) {
            boolean negated = entry.getKey().endsWith("!");
            String key = negated ? entry.getKey().substring(0, entry.getKey().length() - 1) : entry.getKey();
            List<Predicate<ImageSummary>> parts =
                    entry.getValue().stream().map(value -> part(key, value)).toList();
            if (negated) {
                parts.forEach(part -> all.add(part.negate()));
            } else if (key.equals("reference")) {
                all.add(summary -> parts.stream().anyMatch(part -> part.test(summary)));
            } else {
                all.addAll(parts);
            }
        }
        return summary -> all.stream().allMatch(part -> part.test(summary));
    }

    private Predicate<ImageSummary> part(String key, String value) {
        return switch (key) {
            case "reference" -> reference(value);
            case "label" -> summary -> LabelMatcher.matches(value, labels(summary));
            case "dangling" -> is(value, key, summary -> summary.image().names().isEmpty());
            case "containers" ->
                value.equals("external") ? summary -> false : is(value, key, summary -> summary.containers() > 0);
            case "readonly", "intermediate" -> is(value, key, summary -> false);
            case "manifest" -> is(value, key, summary -> summary.image().manifestList());
            case "id" -> summary -> summary.image().id().value().startsWith(value);
            case "digest" -> {
                if (!value.startsWith("sha256:")) {
                    throw new InvalidFilter("invalid value " + value + " for filter digest: must start with sha256:");
                }
                yield summary -> summary.image().manifest().digest().toString().startsWith(value);
            }
            case "after", "since" -> {
                Instant created = created(value);
                yield summary -> summary.image().created().isAfter(created);
            }
            case "before" -> {
                Instant created = created(value);
                yield summary -> summary.image().created().isBefore(created);
            }
            case "until" -> {
                Instant until =
                        new Filters(Map.of("until", List.of(value))).until(now).orElse(now);
                yield summary -> summary.image().created().isBefore(until);
            }
            default -> throw new InvalidFilter(key + " is an invalid filter");
        };
    }

    private static Predicate<ImageSummary> is(String value, String key, Predicate<ImageSummary> test) {
        return switch (value.toLowerCase(java.util.Locale.ROOT)) {
            case "true", "t", "1" -> test;
            case "false", "f", "0" -> test.negate();
            default -> throw new InvalidFilter("invalid value " + value + " for filter " + key + ": not a boolean");
        };
    }

    private static Map<String, String> labels(ImageSummary summary) {
        return summary.image().document().config().labels();
    }

    private Instant created(String ref) {
        return lookup.find(new NameOrId(ref))
                .orElseThrow(() -> new NotFound(ResourceType.IMAGE, ref))
                .image()
                .created();
    }

    /** A shell pattern on the name: whole, without registry, without tag. */
    private static Predicate<ImageSummary> reference(String value) {
        boolean tagged = value.lastIndexOf(':') > value.lastIndexOf('/');
        Glob glob = Glob.path(tagged ? value : value + ":*");
        return summary -> matches(summary.image(), glob);
    }

    private static boolean matches(ImageRecord image, Glob glob) {
        for (String name : image.names()) {
            ImageReference full = ImageReference.parseFull(name);
            String tag = ":" + full.tag().orElse("latest");
            String path = full.path();
            String last = path.substring(path.lastIndexOf('/') + 1);
            if (glob.matches(name) || glob.matches(path + tag) || glob.matches(last + tag)) {
                return true;
            }
        }
        return false;
    }
}
