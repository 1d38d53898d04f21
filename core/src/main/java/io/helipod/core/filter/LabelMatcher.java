package io.helipod.core.filter;

import java.util.List;
import java.util.Map;

/**
 * Matches labels against {@code label} filter values (behaviour.md 9.2): {@code k}, {@code k=v}, {@code k=} equals
 * {@code k}, and {@code *} in the key part is a wildcard.
 */
public final class LabelMatcher {
    private LabelMatcher() {}

    /** Whether every wanted label is there. */
    public static boolean matchesAll(List<String> wanted, Map<String, String> labels) {
        return wanted.stream().allMatch(one -> matches(one, labels));
    }

    /** Whether one wanted label is there. */
    public static boolean matches(String wanted, Map<String, String> labels) {
        int equals = wanted.indexOf('=');
        String key = equals < 0 ? wanted : wanted.substring(0, equals);
        String value = equals < 0 ? "" : wanted.substring(equals + 1);
        if (key.indexOf('*') < 0) {
            String held = labels.get(key);
            return held != null && (value.isEmpty() || value.equals(held));
        }
        Glob glob = Glob.substring(key);
        return labels.entrySet().stream()
                .anyMatch(label -> glob.matches(label.getKey()) && (value.isEmpty() || value.equals(label.getValue())));
    }
}
