package io.helipod.adapters.http.exchange;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.filter.TimeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The query of a request by the reference's rules (behaviour.md 6): names in any case, the last of several scalars wins, booleans
 * strict on the libpod tree and lenient on the compat tree. A value that does not fit is InvalidArgument naming its parameter.
 */
public final class Query {
    private static final int MOST_PARAMETERS = 1000;
    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final boolean libpod;
    private int count;

    Query(String raw, boolean libpod) {
        this.libpod = libpod;
        merge(raw);
    }

    /** Adds the parameters of a urlencoded form. */
    void merge(String raw) {
        if (raw.isEmpty()) {
            return;
        }
        for (String pair : raw.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > MOST_PARAMETERS) {
                throw new InvalidArgument("more than " + MOST_PARAMETERS + " query parameters");
            }
            int equals = pair.indexOf('=');
            String name = PercentText.decode(equals < 0 ? pair : pair.substring(0, equals), "the query", true);
            String value = equals < 0 ? "" : PercentText.decode(pair.substring(equals + 1), "the query", true);
            values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
        }
    }

    /** Whether the parameter is there at all, empty or not. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The text, empty when it is absent. */
    public String text(String name) {
        return find(name).orElse("");
    }

    /** The text as it stands; may be empty text. */
    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getLast);
    }

    /** The text, if there is any. */
    public Optional<String> nonEmpty(String name) {
        return find(name).filter(text -> !text.isEmpty());
    }

    /** One element a parameter. */
    public List<String> list(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** A boolean of this tree's kind. */
    public boolean bool(String name, boolean fallback) {
        return find(name)
                .map(text -> libpod ? strict(name, text, fallback) : lenient(text))
                .orElse(fallback);
    }

    private static boolean lenient(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "", "0", "no", "false", "none" -> false;
            default -> true;
        };
    }

    private static boolean strict(String name, String text, boolean fallback) {
        return switch (text) {
            case "" -> fallback;
            case "1", "t", "T", "true", "TRUE", "True", "on" -> true;
            case "0", "f", "F", "false", "FALSE", "False" -> false;
            default -> throw unconvertible(name);
        };
    }

    /** A whole number; absent when the parameter is absent or empty. */
    public Optional<Long> number(String name) {
        return nonEmpty(name).map(text -> {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw unconvertible(name);
            }
        });
    }

    /** A whole number within bounds. */
    public Optional<Long> number(String name, long least, long most) {
        return number(name).map(value -> {
            if (value < least || value > most) {
                throw unconvertible(name);
            }
            return value;
        });
    }

    /** A Go duration. */
    public Optional<Duration> duration(String name) {
        return nonEmpty(name).map(TimeText::parseDuration);
    }

    /** podman's own words for a value that does not fit. */
    private static InvalidArgument unconvertible(String name) {
        return new InvalidArgument("schema: error converting value for \"" + name + "\"");
    }
}
