package io.helipod.adapters.oci.image;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads small JSON documents of others, as far as their shape is what it should be. A field that is absent and one that is null are the
 * same, as in the Go programs that write these files.
 */
public final class ImageJson {
    /** Bytes of the largest document taken, as registries have it. */
    public static final int LARGEST = 4 << 20;

    private static final int DEEPEST = 64;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxDocumentLength(LARGEST)
                            .maxStringLength(LARGEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ImageJson() {}

    /**
     * Reads a document.
     *
     * @param what names it in failures, such as {@code the image's config}
     */
    public static JsonNode read(byte[] json, String what) {
        if (json.length > LARGEST) {
            throw new InvalidArgument(what + " is larger than " + LARGEST + " bytes");
        }
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InvalidArgument(what + " is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InvalidArgument(what + " could not be read: " + e.getMessage(), e);
        }
    }

    /** Reads a document that must be an object. */
    public static JsonNode readObject(byte[] json, String what) {
        JsonNode node = read(json, what);
        if (!node.isObject()) {
            throw new InvalidArgument(what + " is not a JSON object");
        }
        return node;
    }

    /** Writes a document without white space. */
    public static byte[] write(ContainerNode<?> node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree in memory is always writable", e);
        }
    }

    /** A document to be filled. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A list to be filled. */
    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** An object's field that is an object too; empty one when absent. */
    public static JsonNode child(JsonNode node, String field, String what) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return MAPPER.createObjectNode();
        }
        if (!value.isObject()) {
            throw wrong(what, field, "an object");
        }
        return value;
    }

    /** A text; empty when absent. One with a NUL is refused: no program could be given it whole. */
    public static String text(JsonNode node, String field, String what) {
        JsonNode value = node.path(field);
        return value.isMissingNode() || value.isNull() ? "" : text(value, what + " " + field);
    }

    /** A text. */
    public static String text(JsonNode value, String what) {
        if (!value.isTextual()) {
            throw new InvalidArgument(what + " is not a text");
        }
        String text = value.textValue();
        if (text.indexOf('\0') >= 0) {
            throw new InvalidArgument(what + " holds a NUL");
        }
        return text;
    }

    /** A list of anything; empty when absent. */
    public static <T> List<T> list(JsonNode node, String field, String what, Function<JsonNode, T> item) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrong(what, field, "a list");
        }
        List<T> items = new ArrayList<>(value.size());
        value.forEach(one -> items.add(item.apply(one)));
        return items;
    }

    /** A list of texts; empty when absent. */
    public static List<String> texts(JsonNode node, String field, String what) {
        return list(node, field, what, one -> text(one, "an entry of " + what + " " + field));
    }

    private static InvalidArgument wrong(String what, String field, String kind) {
        return new InvalidArgument(what + " " + field + " is not " + kind);
    }
}
