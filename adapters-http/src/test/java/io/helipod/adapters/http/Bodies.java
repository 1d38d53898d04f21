package io.helipod.adapters.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.http.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Request bodies as real clients sent them, and others, read as the routes read them. */
public final class Bodies {
    private Bodies() {}

    /** A recorded body. */
    public static <T> T recorded(String file, Class<T> type) {
        try (InputStream in = Objects.requireNonNull(Bodies.class.getResourceAsStream("bodies/" + file), file)) {
            return read(in.readAllBytes(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A body with single quotes for double ones. */
    public static <T> T of(String json, Class<T> type) {
        return read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
    }

    /** The document as it would be sent, times apart from their digits. */
    public static JsonNode sent(Object document) {
        return Json.readTree(Json.document(document), "a document");
    }

    /** A document that was looked at and found right. */
    public static JsonNode golden(String file) {
        try (InputStream in = Objects.requireNonNull(Bodies.class.getResourceAsStream("golden/" + file), file)) {
            return Json.readTree(in.readAllBytes(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T read(byte[] json, Class<T> type) {
        return Json.convert(Json.readTree(json, "a body"), type, "a body");
    }
}
