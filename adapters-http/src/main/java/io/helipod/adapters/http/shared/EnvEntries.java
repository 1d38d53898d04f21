package io.helipod.adapters.http.shared;

import io.helipod.core.container.EnvUnset;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A list of environment entries as docker reads it: {@code NAME=value} sets, {@code NAME} alone unsets what the image or the engine
 * would set; of several entries with one name the last counts. No value ever comes from the environment of this process.
 */
public record EnvEntries(Map<String, String> values, Set<String> unset) {
    /** Reads the entries. */
    public static EnvEntries parse(List<String> entries) {
        Map<String, String> values = new LinkedHashMap<>();
        Set<String> unset = new LinkedHashSet<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals == 0 || entry.isEmpty()) {
                throw new InvalidArgument("invalid environment variable: \"" + entry + "\"");
            }
            if (equals > 0) {
                String name = entry.substring(0, equals);
                unset.remove(name);
                values.put(name, entry.substring(equals + 1));
            } else {
                values.remove(entry);
                unset.add(entry);
            }
        }
        return new EnvEntries(values, unset);
    }

    /** What to unset, together with what was asked for in other fields. */
    public Optional<EnvUnset> unset(boolean all, Collection<String> more) {
        Set<String> names = new LinkedHashSet<>(unset);
        names.addAll(more);
        return all || !names.isEmpty() ? Optional.of(new EnvUnset(all, names)) : Optional.empty();
    }
}
