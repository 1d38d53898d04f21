package io.helipod.adapters.oci.registry;

import io.helipod.adapters.oci.RegistryConfig;
import io.helipod.adapters.oci.RegistryConfig.Timing;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.error.ForeignText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;

/**
 * Sends requests to registries: credentials, redirects, waiting and trying again are decided here and nowhere else. Credentials go to the
 * registry only, never along a redirect to another host, and nothing goes from TLS to plain HTTP. Thread-safe.
 */
final class RegistryCaller {
    private static final int MOST_REDIRECTS = 5;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> TRANSIENT = Set.of(429, 500, 502, 503, 504);
    private final HttpClients clients;
    private final Timing timing;
    private final Authorizer authorizer;

    RegistryCaller(RegistryConfig config, InstantSource clock) {
        this.clients = new HttpClients(config);
        this.timing = config.timing();
        this.authorizer = new Authorizer(
                (what, source, request) -> sendOnce(what, source, request, new AtomicLong(), timing.answer()), clock);
    }

    /**
     * Sends a request, answering for credentials, redirects and transient failures.
     *
     * @param what said in failures, such as {@code cannot read manifest 1 of HOST/PATH}
     * @return whatever the answer is; the caller closes its body
     */
    HttpResponse<WatchedInput> call(String what, Session session, RegistryRequest request) {
        Patience patience = session.patience();
        while (true) {
            Duration wait;
            try {
                HttpResponse<WatchedInput> response = authorized(what, session, request);
                if (!TRANSIENT.contains(response.statusCode())
                        || !request.again() && response.statusCode() != 429
                        || !patience.allowsAnother()) {
                    return response;
                }
                wait = retryAfter(response).orElse(patience.delay());
                if (wait.compareTo(LONGEST_WAIT) > 0) {
                    return response;
                }
                close(response);
            } catch (NoAnswer e) {
                if (!request.again() || isPermanent(e.failure()) || !patience.allowsAnother()) {
                    throw RegistryErrors.unreachable(what, request.uri().getAuthority(), e.failure());
                }
                wait = patience.delay();
            }
            Patience.pause(wait);
        }
    }

    /** What the next try would meet again. */
    private static boolean isPermanent(IOException failure) {
        return failure instanceof java.net.ConnectException && !(failure instanceof HttpTimeoutException)
                || failure instanceof SSLException;
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private HttpResponse<WatchedInput> authorized(String what, Session session, RegistryRequest request) {
        Optional<String> known = authorizer.known(session);
        HttpResponse<WatchedInput> response = redirected(what, session, request, known);
        if (response.statusCode() != 401 || !session.isHome(response.uri())) {
            return response;
        }
        Optional<String> answer =
                authorizer.answer(what, session, response.headers().allValues("WWW-Authenticate"));
        if (answer.isEmpty() || answer.equals(known)) {
            return response;
        }
        close(response);
        return redirected(what, session, request, answer);
    }

    private HttpResponse<WatchedInput> redirected(
            String what, Session session, RegistryRequest request, Optional<String> authorization) {
        RegistryRequest current = request;
        for (int hops = 0; ; hops++) {
            HttpResponse<WatchedInput> response = watched(what, session, current, authorization);
            int status = response.statusCode();
            boolean follows = REDIRECTS.contains(status)
                    && (status >= 307
                            || current.method().equals("GET")
                            || current.method().equals("HEAD"));
            Optional<String> location = response.headers().firstValue("Location");
            if (!follows || location.isEmpty()) {
                return response;
            }
            close(response);
            if (hops >= MOST_REDIRECTS) {
                throw RegistryErrors.broken(what, "stopped after " + MOST_REDIRECTS + " redirects", null);
            }
            current = current.at(resolve(what, session, current.uri(), location.get()));
        }
    }

    /** Where an answer points to: somewhere by HTTP, and not out of TLS. */
    URI resolve(String what, Session session, URI from, String location) {
        URI next;
        try {
            next = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw RegistryErrors.broken(what, "the registry points to an invalid place", e);
        }
        boolean https = "https".equals(next.getScheme());
        if (next.getHost() == null || next.getUserInfo() != null || !https && !"http".equals(next.getScheme())) {
            throw RegistryErrors.broken(what, "the registry points to an invalid place", null);
        }
        if (!https
                && (from.getScheme().equals("https")
                        || session.base().getScheme().equals("https"))) {
            throw RegistryErrors.broken(what, "the registry points from https to http", null);
        }
        return next;
    }

    private HttpResponse<WatchedInput> watched(
            String what, Session session, RegistryRequest request, Optional<String> authorization) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri());
        request.headers().forEach(builder::header);
        builder.setHeader("User-Agent", "helipod");
        if (session.isHome(request.uri())) {
            authorization.ifPresent(text -> builder.setHeader("Authorization", text));
        }
        AtomicLong sent = new AtomicLong();
        builder.method(
                request.method(),
                request.body()
                        .map(body -> CountedBody.publisher(body, sent))
                        .orElse(HttpRequest.BodyPublishers.noBody()));
        HttpResponse<WatchedInput> response = sendOnce(what, session.source(), builder.build(), sent, timing.answer());
        if (response.statusCode() == 401 && !session.isHome(request.uri())) {
            close(response);
            throw new RegistryFailed(
                    RegistryFailed.Kind.DENIED,
                    what,
                    "the registry points to "
                            + ForeignText.shown(request.uri().getHost())
                            + ", which asks for credentials and does not get them",
                    null);
        }
        return response;
    }

    /** Lets the next request of this session show its credentials anew, not what they were once given for. */
    void forget(Session session) {
        authorizer.forget(session);
    }

    /** Waits for the answer's head: only so long, or as long as the request's body moves. */
    private HttpResponse<WatchedInput> sendOnce(
            String what, Source source, HttpRequest request, AtomicLong sent, Duration limit) {
        CompletableFuture<HttpResponse<WatchedInput>> future = clients.of(
                        request.uri().getAuthority(), source.verify())
                .sendAsync(
                        request,
                        head -> HttpResponse.BodySubscribers.mapping(
                                HttpResponse.BodySubscribers.ofInputStream(), body -> new WatchedInput(body, timing)));
        try {
            long before = -1;
            while (true) {
                try {
                    return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    long now = sent.get();
                    if (now <= before || now == 0) {
                        throw new NoAnswer(new HttpTimeoutException("timeout awaiting response headers"));
                    }
                    before = now;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable(what + ": interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw new NoAnswer(cause);
                case IllegalArgumentException cause ->
                    throw RegistryErrors.broken(what, "there is no such place as the registry points to", cause);
                case null, default -> throw new NoAnswer(new IOException(String.valueOf(e.getCause()), e));
            }
        } finally {
            boolean unused = future.cancel(true);
        }
    }

    /** Whether anything at all answers there by HTTP; throws NoAnswer when nothing does in time. */
    void probe(Source source, URI uri, Duration limit) {
        // a plain server may wait for more of what it takes for the first line of a request
        close(sendOnce(
                "cannot reach " + source.host(),
                source,
                HttpRequest.newBuilder(uri).build(),
                new AtomicLong(),
                limit));
    }

    static void close(HttpResponse<WatchedInput> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            // nobody reads it any more
        }
    }

    /** How long and how often. */
    Timing timing() {
        return timing;
    }
}
