package io.helipod.adapters.oci.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a registry wants to see (RFC 9110 11.6.1, distribution's token specification).
 *
 * @param scheme in lower case: {@code bearer} or {@code basic}
 * @param parameters by lower-case name
 */
record Challenge(String scheme, Map<String, String> parameters) {
    private static final int LONGEST = 4096;
    private static final Pattern PARAMETER =
            Pattern.compile("([a-zA-Z0-9_-]+)\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,\"]+))\\s*,?\\s*");
    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z0-9-]+)(?:\\s+|$)");

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    /** Those that are understood, in the order of the headers. */
    static List<Challenge> parse(List<String> headers) {
        List<Challenge> found = new ArrayList<>();
        for (String header : headers) {
            if (header.length() <= LONGEST) {
                parse(header.strip()).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<Challenge> parse(String header) {
        Matcher scheme = SCHEME.matcher(header);
        if (!scheme.lookingAt()) {
            return Optional.empty();
        }
        String name = scheme.group(1).toLowerCase(Locale.ROOT);
        if (!name.equals("bearer") && !name.equals("basic")) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(header);
        int at = scheme.end();
        while (parameter.region(at, header.length()).lookingAt()) {
            String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
            parameters.putIfAbsent(parameter.group(1).toLowerCase(Locale.ROOT), value);
            at = parameter.end();
        }
        return Optional.of(new Challenge(name, parameters));
    }
}
