package io.helipod.adapters.oci.registry;

import io.helipod.core.spi.registry.BlobUpload;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request to a registry, before credentials.
 *
 * @param headers all but those of credentials and framing
 * @param body absent: none
 * @param again whether it does no harm twice, so that it may be tried again after a broken connection
 */
record RegistryRequest(String method, URI uri, Map<String, String> headers, Optional<Body> body, boolean again) {
    RegistryRequest {
        headers = Map.copyOf(headers);
    }

    /**
     * What is sent.
     *
     * @param length exactly so many bytes
     */
    record Body(BlobUpload.Source source, long length, BlobUpload.Listener sent) {}

    static RegistryRequest get(URI uri) {
        return new RegistryRequest("GET", uri, Map.of(), Optional.empty(), true);
    }

    static RegistryRequest of(String method, URI uri) {
        return new RegistryRequest(method, uri, Map.of(), Optional.empty(), true);
    }

    static RegistryRequest send(String method, URI uri, Body body) {
        return new RegistryRequest(
                method, uri, Map.of("Content-Type", "application/octet-stream"), Optional.of(body), false);
    }

    RegistryRequest with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new RegistryRequest(method, uri, more, body, again);
    }

    RegistryRequest at(URI other) {
        return new RegistryRequest(method, other, headers, body, again);
    }
}
