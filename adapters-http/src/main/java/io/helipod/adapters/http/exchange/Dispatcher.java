package io.helipod.adapters.http.exchange;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helipod.adapters.http.HttpAdapterConfig;
import io.helipod.adapters.http.error.ErrorMapper;
import io.helipod.adapters.http.error.wire.ErrorJson;
import io.helipod.adapters.http.json.Json;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Takes every request: finds its route, gives the answer its headers (behaviour.md 3), turns failures into error answers and closes
 * connections that are out of step. Runs on the connection's virtual thread.
 */
public final class Dispatcher implements Handler {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());
    private static final System.Logger ACCESS = System.getLogger("io.helipod.access");
    private static final Header PLAIN =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    private static final Header NOSNIFF = HeaderValues.createCached("X-Content-Type-Options", "nosniff");
    static final String REFERENCE = "X-Reference-Id";
    private static final HeaderName REFERENCE_NAME = HeaderNames.create(REFERENCE);
    private static final String UNREADABLE_TARGET =
            "the request's target must be a path or an http URL, with all but visible ASCII percent-encoded";
    private static final byte[] NOT_FOUND = "Not Found\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOT_ALLOWED = "Method Not Allowed\n".getBytes(StandardCharsets.US_ASCII);
    private final RouteTree tree;
    private final HttpAdapterConfig config;
    private final boolean guest;
    /** Of answers that do not name the API's versions. */
    private final HeaderBlock bare;

    private final HeaderBlock standing;

    /**
     * @param guest whether the routing is an application's own: then what no route takes is passed on to it, unread and unanswered
     */
    public Dispatcher(Routes routes, HttpAdapterConfig config, boolean guest) {
        this.tree = routes.tree();
        this.config = config;
        this.guest = guest;
        this.bare = config.corsOrigin().map(Dispatcher::cors).orElse(HeaderBlock.NONE);
        this.standing = HeaderBlock.of(
                        "Api-Version", config.compatVersion(),
                        "Libpod-Api-Version", config.libpodVersion(),
                        "Server", "Libpod/" + config.libpodVersion() + " (linux)")
                .and(bare);
    }

    private static HeaderBlock cors(String origin) {
        return HeaderBlock.of(
                "Access-Control-Allow-Origin",
                origin,
                "Access-Control-Allow-Headers",
                "Origin, X-Requested-With, Content-Type, Accept, X-Registry-Auth, Connection, Upgrade, X-Registry-Config",
                "Access-Control-Allow-Methods",
                "HEAD, GET, POST, DELETE, PUT, OPTIONS");
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        if (guest && !serves(request)) {
            response.next();
            return;
        }
        RequestHeads.routed(true);
        logged(request, response);
        RequestHeads.routed(false); // not after an error: that one is ours
    }

    private void logged(ServerRequest request, ServerResponse response) {
        Tally tally = new Tally();
        if (!ACCESS.isLoggable(System.Logger.Level.INFO)) {
            dispatch(request, response, tally);
            return;
        }
        long begin = System.nanoTime();
        try {
            dispatch(request, response, tally);
        } finally {
            long micros = (System.nanoTime() - begin) / 1000;
            ACCESS.log(
                    System.Logger.Level.INFO,
                    () -> "@ - - \"" + request.prologue().method().text() + " "
                            + loggable(request.prologue().uriPath().rawPath()) + " HTTP/1.1\" "
                            + response.status().code() + " " + (response.bytesWritten() + tally.bytes) + " " + micros
                            + "us");
        }
    }

    /** What an answer was that the server's response knows nothing of. */
    private static final class Tally {
        private long bytes;
    }

    /** No query: it may hold secrets. No control characters: a log line is one line. */
    private static String loggable(String path) {
        return path.replaceAll("[^\\x21-\\x7e]", "?");
    }

    private void dispatch(ServerRequest request, ServerResponse response, Tally tally) {
        String rawPath = path(request.prologue().uriPath().rawPath());
        String method = request.prologue().method().text();
        if (!rawPath.startsWith("/")
                || !isVisible(rawPath)
                || !isVisible(request.prologue().query().rawValue())) {
            refuse(request, response, new InvalidArgument(UNREADABLE_TARGET));
            return;
        }
        if (!isClean(rawPath)) {
            redirect(request, response, rawPath);
            return;
        }
        int versionEnd = versionEnd(rawPath);
        switch (find(method, rawPath, versionEnd)) {
            case RouteTree.Found.Hit hit
            when versionEnd > 0
                    ? hit.route().takes(rawPath.substring(2, versionEnd))
                    : hit.route().unversioned() ->
                serve(request, response, hit, versionEnd > 0 ? rawPath.substring(2, versionEnd) : "", tally);
            case RouteTree.Found.Hit hit -> plain(request, response, 404, NOT_FOUND);
            case RouteTree.Found.OtherMethods other
            when versionEnd > 0 || other.unversioned() -> plain(request, response, 405, NOT_ALLOWED);
            case RouteTree.Found.OtherMethods other -> plain(request, response, 404, NOT_FOUND);
            case RouteTree.Found.Nothing n -> plain(request, response, 404, NOT_FOUND);
        }
    }

    private boolean serves(ServerRequest request) {
        String rawPath = path(request.prologue().uriPath().rawPath());
        if (!rawPath.startsWith("/") || !isClean(rawPath)) {
            return false;
        }
        int versionEnd = versionEnd(rawPath);
        return find(request.prologue().method().text(), rawPath, versionEnd) instanceof RouteTree.Found.Hit hit
                && (versionEnd > 0 || hit.route().unversioned());
    }

    private RouteTree.Found find(String method, String rawPath, int versionEnd) {
        return tree.find(method, versionEnd > 0 ? rawPath.substring(versionEnd) : rawPath);
    }

    /** Without scheme and authority, which a client of a proxy writes (RFC 9112 3.2.2). */
    private static String path(String target) {
        if (!target.startsWith("http://") && !target.startsWith("https://")) {
            return target;
        }
        int path = target.indexOf('/', target.indexOf("://") + 3);
        return path < 0 ? "/" : target.substring(path);
    }

    /** Helidon reads other bytes as question marks of its own: what was meant is lost, so it is not acted on. */
    private static boolean isVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    /** Where {@code /v1.44} ends; 0 when the path has no such prefix: v, a digit, then digits, letters, dots and dashes. */
    private static int versionEnd(String path) {
        if (path.length() < 4 || path.charAt(1) != 'v' || path.charAt(2) < '0' || path.charAt(2) > '9') {
            return 0;
        }
        for (int i = 3; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/') {
                return i;
            }
            boolean allowed =
                    c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '.' || c == '-';
            if (!allowed) {
                return 0;
            }
        }
        return 0;
    }

    private static boolean isClean(String path) {
        return !path.contains("//") && (!path.contains("/.") || !hasDotSegment(path));
    }

    private static boolean hasDotSegment(String path) {
        return path.contains("/./") || path.contains("/../") || path.endsWith("/.") || path.endsWith("/..");
    }

    private static void redirect(ServerRequest request, ServerResponse response, String path) {
        java.util.ArrayDeque<String> clean = new java.util.ArrayDeque<>();
        for (String segment : path.split("/")) {
            if (segment.equals("..")) {
                clean.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                clean.add(segment);
            }
        }
        String query = request.prologue().query().rawValue();
        String target = "/" + String.join("/", clean) + (path.endsWith("/") && !clean.isEmpty() ? "/" : "")
                + (query.isEmpty() ? "" : "?" + query);
        response.status(Status.MOVED_PERMANENTLY_301).header(HeaderNames.LOCATION, target);
        unrouted(request, response, new byte[0]);
    }

    private static void refuse(ServerRequest request, ServerResponse response, EngineException failure) {
        int status = ErrorMapper.status(failure, "");
        response.status(Status.create(status)).header(ApiExchange.JSON);
        unrouted(request, response, Json.document(ErrorMapper.body(failure, status)));
    }

    private static void plain(ServerRequest request, ServerResponse response, int status, byte[] text) {
        response.status(Status.create(status)).header(PLAIN).header(NOSNIFF);
        unrouted(request, response, text);
    }

    private static void unrouted(ServerRequest request, ServerResponse response, byte[] text) {
        RequestBody body = new RequestBody(request);
        if (body.chunked()) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        if (request.prologue().method().text().equals("HEAD")) {
            response.headers().contentLength(text.length);
            response.send();
        } else {
            response.send(text);
        }
        if (body.chunked() || asksToClose(request)) {
            body.drain();
            throw new CloseConnectionException("no route");
        }
    }

    private void serve(
            ServerRequest request, ServerResponse response, RouteTree.Found.Hit hit, String version, Tally tally) {
        RequestBody body = new RequestBody(request);
        Exchanged exchanged = new Exchanged(request, response, body, hit, version);
        exchanged.run();
        tally.bytes = exchanged.bytesSent();
        if (exchanged.closes() || asksToClose(request)) {
            exchanged.end();
            if (!exchanged.begunRaw()) {
                body.drain();
            }
            throw new CloseConnectionException("done");
        }
    }

    private static String reference(ServerRequest request) {
        return request.headers()
                .first(REFERENCE_NAME)
                .filter(text -> text.length() <= 256 && isVisible(text))
                .orElseGet(request::socketId);
    }

    /** Helidon leaves the connection open after {@code Connection: close}; a client that reads to the end would wait for ever. */
    private static boolean asksToClose(ServerRequest request) {
        return request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    /** A request on its way through its handler. */
    private final class Exchanged {
        private final ServerRequest request;
        private final ServerResponse response;
        private final RequestBody body;
        private final RouteTree.Found.Hit hit;
        private final String version;
        private Optional<ApiExchange> exchange = Optional.empty();
        private boolean broken;

        private Exchanged(
                ServerRequest request,
                ServerResponse response,
                RequestBody body,
                RouteTree.Found.Hit hit,
                String version) {
            this.request = request;
            this.response = response;
            this.body = body;
            this.hit = hit;
            this.version = version;
        }

        private void run() {
            try {
                ApiExchange created = new ApiExchange(
                        request,
                        response,
                        body,
                        hit,
                        ApiVersion.parse(version),
                        config,
                        standing(),
                        reference(request),
                        guest);
                exchange = Optional.of(created);
                hit.route().handler().handle(created);
            } catch (EngineException e) {
                fail(e, ErrorMapper.status(e, hit.route().template()));
            } catch (CloseConnectionException e) {
                throw e;
            } catch (IOException | UncheckedIOException | DataReader.InsufficientDataAvailableException e) {
                // the client is gone, or what it sent ended early: there is nobody to answer, or nothing more to read
                broken = true;
                if (!begun()) {
                    fail(new InvalidArgument("the request could not be read", e), 400);
                }
            } catch (RuntimeException e) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        () -> "request " + reference(request) + " to "
                                + hit.route().template() + " failed",
                        e);
                answer(
                        500,
                        new ErrorJson("internal error", "internal error, see the log at " + reference(request), 500));
            }
        }

        private HeaderBlock standing() {
            return hit.route().bare() ? bare : standing;
        }

        private void fail(EngineException failure, int status) {
            answer(status, ErrorMapper.body(failure, status));
        }

        private void answer(int status, ErrorJson body) {
            if (begun() || exchange.isEmpty() && response.isSent()) {
                broken = true;
                return;
            }
            if (exchange.isPresent()) {
                exchange.get().json(status, body);
            } else {
                standing().addTo(response.headers());
                response.header(REFERENCE_NAME, reference(request));
                response.status(Status.create(status)).header(ApiExchange.JSON);
                response.send(Json.document(body));
            }
        }

        private boolean begun() {
            return exchange.filter(ApiExchange::begun).isPresent();
        }

        /** What broke off is left without its end, which is how the client knows. */
        private void end() {
            if (!broken) {
                exchange.ifPresent(ApiExchange::end);
            }
        }

        private long bytesSent() {
            return exchange.map(ApiExchange::bytesSent).orElse(0L);
        }

        /** Whether the connection is someone else's to read: a stream's watch, or the taker of a hijacked one. */
        private boolean begunRaw() {
            return exchange.filter(one -> one.hijacked() || one.watched()).isPresent();
        }

        private boolean closes() {
            return broken
                    || body.chunked()
                    || exchange.filter(one -> one.hijacked() || one.closeAfter())
                            .isPresent();
        }
    }
}
