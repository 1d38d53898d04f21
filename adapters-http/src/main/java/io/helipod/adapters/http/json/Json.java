package io.helipod.adapters.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON as the API writes and reads it (types.md "Conventions"): compact, map keys sorted, times in RFC 3339 without trailing zeros;
 * read with names in any case, bounded depth and no null in a list. Documents leave {@code < > &} as they are, streams escape them.
 */
public final class Json {
    private static final int DEEPEST = 100;
    /** Each may cost some hundred bytes of heap, so the size of a text says little about that of its tree. */
    private static final int MOST_TOKENS = 200_000;

    private static final ObjectMapper MAPPER = mapper();
    private static final ObjectWriter DOCUMENT = MAPPER.writer();
    private static final ObjectWriter ESCAPED = MAPPER.writer().with(new HtmlEscapes());

    private Json() {}

    private static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxTokenCount(MOST_TOKENS)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .addModule(new Jdk8Module())
                .addModule(new SimpleModule().addSerializer(Instant.class, new InstantText()))
                .build();
    }

    /** A document with its line end. */
    public static byte[] document(Object value) {
        return line(DOCUMENT, value);
    }

    /** A document without line end, to be put together with others. */
    static byte[] value(Object value) {
        try {
            return DOCUMENT.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A record of a stream with its line end. */
    public static byte[] record(Object value) {
        return line(ESCAPED, value);
    }

    private static byte[] line(ObjectWriter writer, Object value) {
        try {
            byte[] json = writer.writeValueAsBytes(value);
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads any JSON.
     *
     * @param what is said to be broken when it is
     */
    public static JsonNode readTree(byte[] bytes, String what) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            if (node == null || node.isMissingNode()) {
                throw new InvalidArgument("failed to decode " + what + ": it is empty");
            }
            return node;
        } catch (IOException e) {
            throw broken(what, e);
        }
    }

    /** Reads a value of a type from JSON that was read before. */
    public static <T> T convert(JsonNode node, Class<T> type, String what) {
        requireNoNullsInLists(node, what, "it");
        try {
            T value = MAPPER.treeToValue(node, type);
            if (value == null) {
                throw new InvalidArgument("failed to decode " + what + ": it is null");
            }
            return value;
        } catch (IOException e) {
            throw broken(what, e);
        }
    }

    /** A list of things with nothing among them means nothing, wherever it is. */
    private static void requireNoNullsInLists(JsonNode node, String what, String field) {
        for (JsonNode element : node.isArray() ? node : List.<JsonNode>of()) {
            if (element.isNull()) {
                throw new InvalidArgument("failed to decode " + what + ": " + field + " has null in a list");
            }
            requireNoNullsInLists(element, what, field);
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            requireNoNullsInLists(member.getValue(), what, "field " + member.getKey());
        }
    }

    /** Names the field, not the library's classes. */
    private static InvalidArgument broken(String what, IOException e) {
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            String field = mapping.getPath().stream()
                    .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                    .collect(Collectors.joining("."));
            return new InvalidArgument("failed to decode " + what + ": field " + field + " has the wrong type", e);
        }
        if (e instanceof StreamConstraintsException) {
            return new InvalidArgument(
                    "failed to decode " + what + ": it is nested too deeply or has too many parts", e);
        }
        if (e instanceof JsonMappingException) {
            return new InvalidArgument("failed to decode " + what + ": it is of the wrong type", e);
        }
        if (e instanceof JsonProcessingException processing) {
            return new InvalidArgument("failed to decode " + what + ": " + sentence(processing), e);
        }
        return new InvalidArgument("failed to decode " + what, e);
    }

    /** The library's first words; what follows speaks of its own insides. */
    private static String sentence(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        int insides = message.indexOf(" (start marker at");
        return insides < 0 ? message : message.substring(0, insides);
    }

    /** RFC 3339 with as many fraction digits as are needed. */
    public static String time(Instant time) {
        String text = time.toString();
        int dot = text.indexOf('.');
        if (dot < 0) {
            return text;
        }
        int end = text.length() - 1;
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, end) + "Z";
    }

    private static final class InstantText extends JsonSerializer<Instant> {
        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(time(value));
        }
    }

    private static final class HtmlEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private final int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();

        private HtmlEscapes() {
            escapes['<'] = CharacterEscapes.ESCAPE_CUSTOM;
            escapes['>'] = CharacterEscapes.ESCAPE_CUSTOM;
            escapes['&'] = CharacterEscapes.ESCAPE_CUSTOM;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return switch (c) {
                case '<' -> new SerializedString("\\u003c");
                case '>' -> new SerializedString("\\u003e");
                case '&' -> new SerializedString("\\u0026");
                default -> null;
            };
        }
    }
}
