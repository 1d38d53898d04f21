package io.helipod.adapters.http.exchange;

import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.http.json.Json;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.InvalidFilter;
import io.helipod.core.filter.Filters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the {@code filters} parameter in both of its shapes (behaviour.md 9.1). */
final class FilterParser {
    /** What a JSON value can begin with. */
    private static final String BEGINNINGS = "{[\"-0123456789tfn";

    private FilterParser() {}

    static Filters parse(String text) {
        JsonNode root = root(text);
        if (root.isNull()) {
            return Filters.NONE;
        }
        if (!root.isObject()) {
            throw InvalidFilter.unreadable("not a JSON object", null);
        }
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            all.put(entry.getKey(), values(entry.getKey(), entry.getValue()));
        }
        return new Filters(all);
    }

    private static JsonNode root(String text) {
        try {
            return Json.readTree(text.getBytes(StandardCharsets.UTF_8), "filters");
        } catch (InvalidArgument e) {
            throw InvalidFilter.unreadable(reason(text.strip(), e), e);
        }
    }

    /** In the reference's words where its API tests compare them (10-images.at, 20-containers.at). */
    private static String reason(String text, InvalidArgument failure) {
        if (text.isEmpty() || failure.getCause() instanceof JsonEOFException) {
            return "unexpected end of JSON input";
        }
        return BEGINNINGS.indexOf(text.charAt(0)) < 0
                ? "invalid character '" + text.charAt(0) + "' looking for beginning of value"
                : failure.message();
    }

    private static List<String> values(String key, JsonNode node) {
        List<String> values = new ArrayList<>();
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (!element.isTextual()) {
                    throw InvalidFilter.unreadable("the values of " + key + " are not strings", null);
                }
                values.add(element.textValue());
            }
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!entry.getValue().isBoolean()) {
                    throw InvalidFilter.unreadable("the values of " + key + " are not booleans", null);
                }
                if (entry.getValue().booleanValue()) {
                    values.add(entry.getKey());
                }
            }
        } else {
            throw InvalidFilter.unreadable(key + " is neither a list nor an object", null);
        }
        return values;
    }
}
