package io.helipod.adapters.http.shared;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.core.error.EngineException.NotSupported;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The fields of a body that nothing here honours. A client that sends one expects something to happen, so it is refused by name;
 * except when its value is zero or asks for what happens anyway, since clients send whole documents.
 */
public final class Leftovers {
    private final Set<String> idle = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Set<String>> defaults;

    /**
     * @param idle fields whose value changes nothing, whatever it is
     * @param defaults field to the texts that ask for what happens anyway
     */
    public Leftovers(Set<String> idle, Map<String, Set<String>> defaults) {
        this.idle.addAll(idle);
        this.defaults = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.defaults.putAll(defaults);
    }

    /**
     * Refuses the first field that asks for something.
     *
     * @param prefix where the fields stand, with a dot at the end; empty at the top
     */
    public void refuse(String prefix, Map<String, JsonNode> fields) {
        fields.forEach((name, value) -> {
            boolean byDefault = defaults.getOrDefault(name, Set.of()).contains(value.asText());
            if (!idle.contains(name) && !byDefault && !isZero(value)) {
                throw new NotSupported(prefix + name + " is not supported");
            }
        });
    }

    /** Whether a value is null, false, 0, empty, or a document of nothing but such. */
    public static boolean isZero(JsonNode value) {
        return switch (value.getNodeType()) {
            case NULL, MISSING -> true;
            case BOOLEAN -> !value.booleanValue();
            case NUMBER -> value.decimalValue().signum() == 0;
            case STRING -> value.textValue().isEmpty();
            case ARRAY -> value.isEmpty();
            case OBJECT -> {
                for (JsonNode member : value) {
                    if (!isZero(member)) {
                        yield false;
                    }
                }
                yield true;
            }
            case BINARY, POJO -> false;
        };
    }
}
