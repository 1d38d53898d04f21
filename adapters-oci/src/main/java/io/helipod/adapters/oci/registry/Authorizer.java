package io.helipod.adapters.oci.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.oci.image.ImageJson;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.registry.RegistryCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Makes what a registry wants to see in {@code Authorization}: Basic, or a Bearer token from the registry's token service, kept until
 * it expires. Thread-safe.
 */
final class Authorizer {
    private static final int MOST_KEPT = 256;
    private static final int MOST_ANSWER = 1 << 18;
    private static final long SHORTEST_LIFE = 60;
    private static final Duration MARGIN = Duration.ofSeconds(10);
    private final Sender sender;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** Sends a request as it is. */
    @FunctionalInterface
    interface Sender {
        HttpResponse<WatchedInput> send(String what, Source source, HttpRequest request);
    }

    private record Key(URI base, RegistryCredentials credentials, String scope) {}

    private record Kept(String authorization, Instant until) {
        @Override
        public String toString() {
            return "***";
        }
    }

    Authorizer(Sender sender, InstantSource clock) {
        this.sender = sender;
        this.clock = clock;
    }

    private static Key key(Session session) {
        return new Key(session.base(), session.credentials(), session.scope());
    }

    /** What worked before, if it still holds. */
    Optional<String> known(Session session) {
        lock.lock();
        try {
            Kept found = kept.get(key(session));
            if (found == null) {
                return Optional.empty();
            }
            if (found.until().isBefore(clock.instant())) {
                kept.remove(key(session));
                return Optional.empty();
            }
            return Optional.of(found.authorization());
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what worked before: the credentials themselves are to be asked about. */
    void forget(Session session) {
        lock.lock();
        try {
            kept.remove(key(session));
        } finally {
            lock.unlock();
        }
    }

    /** Answers the registry's challenges; empty when there is nothing to answer with. */
    Optional<String> answer(String what, Session session, List<String> headers) {
        List<Challenge> challenges = Challenge.parse(headers);
        Optional<Challenge> bearer =
                challenges.stream().filter(one -> one.scheme().equals("bearer")).findFirst();
        if (bearer.isPresent()) {
            return Optional.of(keep(session, token(what, session, bearer.get())));
        }
        if (challenges.isEmpty() || session.credentials().username().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(keep(session, new Kept(basic(session.credentials()), Instant.MAX)));
    }

    private String keep(Session session, Kept fresh) {
        lock.lock();
        try {
            kept.put(key(session), fresh);
            if (kept.size() > MOST_KEPT) {
                kept.remove(kept.keySet().iterator().next());
            }
            return fresh.authorization();
        } finally {
            lock.unlock();
        }
    }

    private static String basic(RegistryCredentials credentials) {
        String text = credentials.username() + ":" + credentials.password().value();
        return "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Kept token(String what, Session session, Challenge challenge) {
        HttpRequest request = tokenRequest(what, session, challenge);
        // that a registry need not have a trusted certificate says nothing of a host that it names
        boolean same = session.base().getHost().equalsIgnoreCase(request.uri().getHost());
        HttpResponse<WatchedInput> response =
                sender.send(what, same ? session.source() : session.source().verified(), request);
        if (response.statusCode() != 200) {
            throw RegistryErrors.refused(what + ": the token service refused", response);
        }
        try (InputStream body = response.body().small()) {
            byte[] bytes = body.readNBytes(MOST_ANSWER);
            JsonNode answer = ImageJson.readObject(bytes, "the token service's answer");
            Arrays.fill(bytes, (byte) 0);
            String token = ImageJson.text(answer, "token", "the answer");
            token = token.isEmpty() ? ImageJson.text(answer, "access_token", "the answer") : token;
            if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw RegistryErrors.broken(what, "the token service's answer has no token", null);
            }
            long life = Math.max(SHORTEST_LIFE, answer.path("expires_in").asLong(SHORTEST_LIFE));
            return new Kept(
                    "Bearer " + token,
                    clock.instant().plusSeconds(Math.min(life, 86_400)).minus(MARGIN));
        } catch (IOException e) {
            throw RegistryErrors.unreachable(what, session.base().getAuthority(), e);
        } catch (InvalidArgument e) {
            // not its cause: that may quote the token
            throw RegistryErrors.broken(what, "the token service's answer makes no sense", null);
        }
    }

    private static HttpRequest tokenRequest(String what, Session session, Challenge challenge) {
        URI realm;
        try {
            realm = URI.create(challenge.parameters().getOrDefault("realm", ""));
        } catch (IllegalArgumentException e) {
            throw RegistryErrors.broken(what, "the registry names no valid token service", e);
        }
        boolean https = "https".equals(realm.getScheme());
        if (!https && !"http".equals(realm.getScheme()) || realm.getHost() == null || realm.getUserInfo() != null) {
            throw RegistryErrors.broken(what, "the registry names no valid token service", null);
        }
        if (!https && session.base().getScheme().equals("https")) {
            throw RegistryErrors.broken(what, "the registry speaks https, but its token service only http", null);
        }
        Map<String, String> form = new LinkedHashMap<>();
        String service = challenge.parameters().getOrDefault("service", "");
        if (!service.isEmpty()) {
            form.put("service", service);
        }
        RegistryCredentials credentials = session.credentials();
        if (!credentials.identityToken().isEmpty()) {
            form.put("scope", session.scope());
            form.put("grant_type", "refresh_token");
            form.put("client_id", "helipod");
            form.put("refresh_token", credentials.identityToken().value());
            return HttpRequest.newBuilder(realm)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                    .build();
        }
        StringBuilder query = new StringBuilder(encoded(form));
        for (String scope : session.scope().split(" ")) {
            if (!scope.isEmpty()) {
                query.append(query.isEmpty() ? "" : "&").append(encoded(Map.of("scope", scope)));
            }
        }
        String text = realm.toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(text + (text.indexOf('?') < 0 ? "?" : "&") + query))
                .GET();
        if (!credentials.username().isEmpty()) {
            request.header("Authorization", basic(credentials));
        }
        return request.build();
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
