package io.helipod.adapters.http.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helipod.adapters.http.HttpAdapterConfig;
import io.helipod.adapters.http.json.Json;
import io.helipod.adapters.http.stream.JsonLinesWriter;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.error.EngineException.TooLarge;
import io.helipod.core.filter.Filters;
import io.helipod.core.id.NameOrId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request and its answer, as handlers see them: path, query, body and version in; JSON, text, stream or the raw connection
 * out. For the one thread that serves the request.
 */
public final class ApiExchange {
    static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final HeaderBlock JSON_BLOCK = HeaderBlock.of("Content-Type", "application/json");
    private static final HeaderBlock TEXT = HeaderBlock.of("Content-Type", "text/plain; charset=us-ascii");
    private static final int MOST_FORM_BYTES = 1 << 20;
    private final ServerRequest request;
    private final ServerResponse response;
    private final RouteTree.Route route;
    private final Map<String, String> path;
    private final Optional<ApiVersion> version;
    private final HttpAdapterConfig config;
    private final Query query;
    private final RequestBody body;
    private final Optional<ConnectionContext> connection =
            Connections.CURRENT.isBound() ? Optional.of(Connections.CURRENT.get()) : Optional.empty();
    private final HeaderBlock standing;
    private final String reference;
    private final boolean guest;
    private long bytesSent;
    private boolean closeAfter;
    private boolean hijacked;
    private boolean streaming;
    private boolean watched;
    private boolean unended;

    /**
     * @param standing headers of every answer
     * @param reference names the request in the answer and in the log; safe to send
     * @param guest whether answers go through the application's encodings and filters
     */
    ApiExchange(
            ServerRequest request,
            ServerResponse response,
            RequestBody body,
            RouteTree.Found.Hit hit,
            Optional<ApiVersion> version,
            HttpAdapterConfig config,
            HeaderBlock standing,
            String reference,
            boolean guest) {
        this.request = request;
        this.response = response;
        this.body = body;
        this.closeAfter = body.chunked();
        this.route = hit.route();
        this.version = version;
        this.config = config;
        this.standing = standing;
        this.reference = reference;
        this.guest = guest;
        List<String> names = route.variables();
        this.path = names.isEmpty() ? Map.of() : new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            path.put(names.get(i), PercentText.decode(hit.values().get(i), "the path", false));
        }
        this.query = new Query(request.prologue().query().rawValue(), libpod());
    }

    /** The template this request matched. */
    String template() {
        return route.template();
    }

    /** What the adapter was told. */
    public HttpAdapterConfig config() {
        return config;
    }

    /** Whether this is the Libpod family. */
    public boolean libpod() {
        return route.template().startsWith("/libpod/");
    }

    /** A variable of the path, decoded once. */
    public String path(String variable) {
        String value = path.get(variable);
        if (value == null) {
            throw new IllegalArgumentException(route.template() + " has no variable " + variable);
        }
        return value;
    }

    /** The path variable {@code name} as the name of an object. */
    public NameOrId name() {
        return new NameOrId(path("name"));
    }

    /** The query. */
    public Query query() {
        return query;
    }

    /** The query and the urlencoded form in the body together. */
    public Query queryAndForm() {
        Optional<String> type = header("Content-Type");
        if (type.filter(text -> text.startsWith("application/x-www-form-urlencoded"))
                .isPresent()) {
            query.merge(new String(body(MOST_FORM_BYTES), StandardCharsets.UTF_8));
        }
        return query;
    }

    /** The {@code filters} parameter; nothing when it is absent. Only these two spellings count (behaviour.md 6). */
    public Filters filters() {
        return query.find("filters").map(FilterParser::parse).orElse(Filters.NONE);
    }

    /** The version asked for in the path; empty on unversioned paths. */
    public Optional<ApiVersion> version() {
        return version;
    }

    /** Whether the path asks for at least this version; false on unversioned paths (behaviour.md 1). */
    public boolean atLeast(String text) {
        ApiVersion least = ApiVersion.parse(text).orElseThrow();
        return version.filter(asked -> asked.compareTo(least) >= 0).isPresent();
    }

    /** Whether the path asks for an older version than this; false on unversioned paths. */
    public boolean olderThan(String text) {
        ApiVersion limit = ApiVersion.parse(text).orElseThrow();
        return version.filter(asked -> asked.compareTo(limit) < 0).isPresent();
    }

    /** The first line of a header. */
    public Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    /** All lines of a header. */
    public List<String> headers(String name) {
        return List.copyOf(request.headers().values(HeaderNames.create(name)));
    }

    /** The request's target as the client wrote it. */
    public String target() {
        String raw = request.prologue().query().rawValue();
        return request.prologue().uriPath().rawPath() + (raw.isEmpty() ? "" : "?" + raw);
    }

    /** The JSON body, bounded in size and depth; InvalidArgument when there is none. */
    public JsonNode jsonBody() {
        return Json.readTree(body(config.maxJsonBytes()), "the request's body");
    }

    /** The JSON body as a wire type. */
    public <T> T jsonBody(Class<T> type) {
        return Json.convert(jsonBody(), type, "the request's body");
    }

    /** The JSON body as a wire type; empty when there is none, or null. */
    public <T> Optional<T> optionalJsonBody(Class<T> type) {
        byte[] bytes = body(config.maxJsonBytes());
        if (new String(bytes, StandardCharsets.UTF_8).isBlank()) {
            return Optional.empty();
        }
        JsonNode node = Json.readTree(bytes, "the request's body");
        return node.isNull() ? Optional.empty() : Optional.of(Json.convert(node, type, "the request's body"));
    }

    private byte[] body(int most) {
        try (InputStream in = bodyStream()) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                closeAfter = true; // the rest of it will not be read
                throw new TooLarge("the request's body is longer than " + most + " bytes");
            }
            return bytes;
        } catch (IOException | DataReader.InsufficientDataAvailableException e) {
            closeAfter = true;
            throw new InvalidArgument("the request's body could not be read", e);
        }
    }

    /** The raw body, of any length, as it arrives. */
    public InputStream bodyStream() {
        return body.open();
    }

    /** Answers with a document. */
    public void json(int status, Object document) {
        send(status, JSON_BLOCK, Json.document(document));
    }

    /** Answers with one record as streams write them. */
    public void jsonRecord(int status, Object document) {
        send(status, JSON_BLOCK, Json.record(document));
    }

    /** Answers with text and a line end. */
    public void text(int status, String text) {
        send(status, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with these bytes. */
    public void bytes(int status, String contentType, byte[] bytes) {
        send(status, HeaderBlock.of("Content-Type", contentType), bytes);
    }

    /** Answers with a JSON document that is encoded already. */
    public void encoded(int status, byte[] json) {
        send(status, JSON_BLOCK, json);
    }

    /**
     * Answers with bytes and headers that stand ready.
     *
     * @param headers the content type included
     */
    public void bytes(int status, HeaderBlock headers, byte[] bytes) {
        send(status, headers, bytes);
    }

    /** Answers without body. */
    public void empty(int status) {
        prepare(status);
        response.send();
    }

    /** Sets a header of the answer to come. */
    public void responseHeader(String name, String value) {
        response.header(HeaderNames.create(name), value);
    }

    /** Begins an answer of JSON records; status and headers are out when this returns. */
    public JsonLinesWriter jsonLines(int status) {
        response.header(JSON);
        return new JsonLinesWriter(early(status));
    }

    /** Begins an answer of bytes without a content type; status and headers are out when this returns. */
    public OutputStream stream(int status) {
        return early(status);
    }

    /**
     * Begins an answer of bytes whose number is known; status and headers are out when this returns. Every write goes out at once. What
     * ends early is noticed by the client, for the connection is closed after it.
     */
    public OutputStream sized(int status, String contentType, long length) {
        responseHeader("Content-Type", contentType);
        response.headers().contentLength(length);
        streaming = true;
        closeAfter = true;
        prepare(status);
        OutputStream plain = unencoded();
        if (connection.isEmpty()) {
            unended = true;
            return plain; // without the selector the headers come with the first byte
        }
        EarlyHeaders.Flushed flushed = response.sink(EarlyHeaders.TYPE);
        return new SizedOutput(connection.get());
    }

    /** Also for a thread that works for this one, which the connection is not bound to. */
    private OutputStream early(int status) {
        if (RequestHeads.isHttp10()) {
            throw new NotSupported("a stream is sent in chunks, which HTTP/1.0 does not have");
        }
        streaming = true;
        if (connection.isEmpty()) {
            unended = true;
            prepare(status);
            return unencoded(); // without the selector the headers come with the first byte
        }
        closeAfter = true;
        prepare(status);
        OutputStream unused = unencoded();
        EarlyHeaders.Flushed flushed = response.sink(EarlyHeaders.TYPE);
        return new EarlyOutput(connection.get());
    }

    /** A host's content encodings would hold back what a client waits for; a coding that is named already is left alone. */
    private OutputStream unencoded() {
        response.headers().set(HeaderNames.CONTENT_ENCODING, "identity");
        OutputStream out = response.outputStream();
        response.headers().remove(HeaderNames.CONTENT_ENCODING);
        return out;
    }

    /**
     * Runs the work and interrupts it when the client goes. Call before the answer begins and after the body is read; the connection
     * is closed afterwards.
     */
    public void whileClientListens(StreamWork work) throws IOException {
        closeAfter = true;
        if (!Connections.CURRENT.isBound()) {
            work.run();
            return;
        }
        watched = true;
        try (ClientWatch watch = new ClientWatch(Connections.CURRENT.get())) {
            work.run();
        }
    }

    /** Work that writes a stream. */
    @FunctionalInterface
    public interface StreamWork {
        /** An IOException means the client is gone. */
        void run() throws IOException;
    }

    /**
     * Takes the connection over: 101 when the client asked for an upgrade, else 200, then raw bytes both ways (behaviour.md 13).
     * Everything that can fail must have been done before.
     */
    public void hijack(String contentType, HijackHandler handler) throws IOException {
        requireRawConnection();
        Optional<String> upgrade = header("Upgrade").filter(text -> !text.isEmpty());
        boolean asked = upgrade.isPresent()
                && header("Connection")
                        .filter(text -> text.equalsIgnoreCase("Upgrade"))
                        .isPresent();
        String head = asked
                ? "HTTP/1.1 101 UPGRADED\r\nContent-Type: " + contentType + "\r\nConnection: Upgrade\r\nUpgrade: "
                        + upgrade.get() + "\r\n\r\n"
                : "HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\n\r\n";
        hijacked = true;
        Duplex duplex = new Duplex(Connections.CURRENT.get());
        duplex.output().write(head.getBytes(StandardCharsets.ISO_8859_1));
        handler.handle(duplex);
    }

    /** Refuses what ends in {@link #hijack} before anything is done, where that cannot work. */
    public void requireRawConnection() {
        if (!Connections.CURRENT.isBound()) {
            throw new NotSupported("unable to hijack connection: the listener lacks the connection selector");
        }
        if (RequestHeads.isHttp10()) {
            throw new NotSupported("HTTP/1.0 has no way to take a connection over");
        }
    }

    /** Ends a stream that Helidon sends: it would do so by itself only if the connection stayed open. */
    void end() {
        if (unended && response instanceof RoutingResponse routed) {
            routed.commit();
        }
    }

    /** Whether the connection was taken over. */
    boolean hijacked() {
        return hijacked;
    }

    /** Whether another thread has been reading the connection, and may still. */
    boolean watched() {
        return watched;
    }

    /** Whether the connection cannot take another request. */
    boolean closeAfter() {
        return closeAfter;
    }

    /** Whether an answer has begun, so that no other can be given. */
    boolean begun() {
        return hijacked || streaming || response.isSent() || response.bytesWritten() > 0;
    }

    /** Bytes of the bodies that were sent whole. */
    long bytesSent() {
        return bytesSent;
    }

    private void send(int status, HeaderBlock headers, byte[] bytes) {
        boolean head = request.prologue().method().text().equals("HEAD");
        if (!guest && body.isNone() && connection.isPresent()) {
            bytesSent = head ? 0 : bytes.length;
            response.status(Status.create(status));
            boolean close = closeAfter || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
            new WholeAnswer(connection.get(), response)
                    .status(response.status())
                    .headers(standing)
                    .headers(headers)
                    .reference(reference)
                    .send(bytes, close, head);
            return;
        }
        headers.addTo(response.headers());
        prepare(status);
        if (head) {
            response.headers().contentLength(bytes.length);
            response.send();
        } else {
            response.send(bytes);
        }
    }

    private void prepare(int status) {
        standing.addTo(response.headers());
        response.header(HeaderNames.create(Dispatcher.REFERENCE), reference);
        response.status(Status.create(status));
        if (closeAfter) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
    }
}
