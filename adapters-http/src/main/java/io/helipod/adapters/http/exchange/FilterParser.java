package io.helipod.adapters.http.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.http.json.Json;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.filter.Filters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code filters} parameter in both of its shapes (behaviour.md 9.1). */
final class FilterParser {
    private FilterParser() {}

    static Filters parse(String text) {
        JsonNode root = Json.readTree(text.getBytes(StandardCharsets.UTF_8), "filters");
        if (root.isNull()) {
            return Filters.NONE;
        }
        if (!root.isObject()) {
            throw new InvalidArgument("invalid filters: not a JSON object");
        }
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            all.put(entry.getKey(), values(entry.getKey(), entry.getValue()));
        }
        return new Filters(all);
    }

    private static List<String> values(String key, JsonNode node) {
        List<String> values = new ArrayList<>();
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (!element.isTextual()) {
                    throw new InvalidArgument("invalid filters: the values of " + key + " are not strings");
                }
                values.add(element.textValue());
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!entry.getValue().isBoolean()) {
                    throw new InvalidArgument("invalid filters: the values of " + key + " are not booleans");
                }
                if (entry.getValue().booleanValue()) {
                    values.add(entry.getKey());
                }
            }
        } else {
            throw new InvalidArgument("invalid filters: " + key + " is neither a list nor an object");
        }
        return values;
    }
}
