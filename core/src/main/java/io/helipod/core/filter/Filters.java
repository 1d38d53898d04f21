package io.helipod.core.filter;

import io.helipod.core.error.EngineException.InvalidFilter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The filters of one request, decoded from their JSON by the adapter (behaviour.md 9). Different keys always AND; what the
 * values of one key mean is the resource's business.
 *
 * @param values key to its values, in the order given; no key without a value
 */
public record Filters(Map<String, List<String>> values) {
    /** Lets everything pass. */
    public static final Filters NONE = new Filters(Map.of());

    public Filters {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        values.forEach((key, list) -> {
            if (!list.isEmpty()) {
                copy.put(key, List.copyOf(list));
            }
        });
        values = java.util.Collections.unmodifiableMap(copy);
    }

    /** The values of a key, empty when it was not given. */
    public List<String> get(String key) {
        return values.getOrDefault(key, List.of());
    }

    /** Whether the key was given. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** Whether nothing was given. */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** Refuses any key outside {@code known}. */
    public void requireKeys(Set<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw new InvalidFilter(key + " is an invalid filter");
            }
        }
    }

    /** The one value of a key that takes just one. */
    public Optional<String> single(String key) {
        List<String> list = get(key);
        if (list.size() > 1) {
            throw new InvalidFilter("filter " + key + " takes one value, not " + list.size());
        }
        return list.stream().findFirst();
    }

    /** The {@code until} filter as a time, read relative to {@code now}. */
    public Optional<Instant> until(Instant now) {
        return single("until").map(text -> TimeText.parseFilter(text, now));
    }
}
