package io.helipod.adapters.http.shared;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Query;
import io.helipod.adapters.http.json.Json;
import io.helipod.adapters.http.shared.wire.AuthConfigJson;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.registry.RegistryAuth;
import io.helipod.core.registry.RegistryCredentials;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What requests say about registries: credentials in headers (behaviour.md 12), TLS and patience in the query. */
public final class RegistryRequests {
    private static final String AUTH = "X-Registry-Auth";
    private static final String CONFIG = "X-Registry-Config";
    private static final int LONGEST = 1 << 20;

    private RegistryRequests() {}

    /** How this request wants registries spoken to. */
    public static RegistryAccess access(ApiExchange x) {
        Query query = x.query();
        return new RegistryAccess(
                auth(x),
                query.find("tlsVerify").map(text -> query.bool("tlsVerify", true)),
                query.number("retry", 0, 100).map(Long::intValue),
                query.duration("retryDelay"));
    }

    private static RegistryAuth auth(ApiExchange x) {
        List<String> config = x.headers(CONFIG);
        if (!config.isEmpty()) {
            Map<String, RegistryCredentials> merged = new LinkedHashMap<>();
            config.forEach(line -> decoded(CONFIG, line).ifPresent(node -> merged.putAll(byRegistry(CONFIG, node))));
            return bound(merged);
        }
        return x.header(AUTH)
                .flatMap(line -> decoded(AUTH, line))
                .map(RegistryRequests::single)
                .orElse(RegistryAuth.NONE);
    }

    /** One header holds either shape: credentials by registry are objects, those of one registry texts. */
    private static RegistryAuth single(JsonNode node) {
        boolean map = !node.isEmpty()
                && node.properties().stream().allMatch(entry -> entry.getValue().isObject());
        return map
                ? bound(byRegistry(AUTH, node))
                : RegistryAuth.of(Json.convert(node, AuthConfigJson.class, AUTH + " header")
                        .toDomain());
    }

    /** The empty key is for any registry. */
    private static RegistryAuth bound(Map<String, RegistryCredentials> byRegistry) {
        Map<String, RegistryCredentials> named = new LinkedHashMap<>(byRegistry);
        Optional<RegistryCredentials> any = Optional.ofNullable(named.remove(""));
        return new RegistryAuth(any.filter(one -> !one.anonymous()), named);
    }

    private static Map<String, RegistryCredentials> byRegistry(String header, JsonNode node) {
        Map<String, RegistryCredentials> found = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            RegistryCredentials credentials = Json.convert(entry.getValue(), AuthConfigJson.class, header + " header")
                    .toDomain();
            if (!credentials.anonymous()) {
                found.put(entry.getKey(), credentials);
            }
        });
        return found;
    }

    private static Optional<JsonNode> decoded(String header, String line) {
        if (line.isEmpty() || line.equals("null")) {
            return Optional.empty();
        }
        if (line.length() > LONGEST || line.length() % 4 != 0) {
            throw broken(header);
        }
        byte[] json;
        try {
            json = Base64.getUrlDecoder().decode(line);
        } catch (IllegalArgumentException e) {
            throw broken(header);
        }
        JsonNode node;
        try {
            node = Json.readTree(json, header + " header");
        } catch (InvalidArgument e) {
            throw broken(header); // the cause would quote it
        }
        if (node.isNull()) {
            return Optional.empty();
        }
        if (!node.isObject()) {
            throw broken(header);
        }
        return Optional.of(node);
    }

    private static InvalidArgument broken(String header) {
        return new InvalidArgument("failed to parse \"" + header
                + "\" header: it is not base64 (URL alphabet, padded) of JSON credentials");
    }

    /** Refuses a parameter by name that asks for what is not done. */
    public static void refuse(Query query, String... names) {
        for (String name : names) {
            if (query.nonEmpty(name)
                    .filter(text -> !text.equals("false") && !text.equals("0"))
                    .isPresent()) {
                throw new NotSupported(name + " is not supported");
            }
        }
    }
}
