package io.helipod.adapters.oci.registry;

import io.helipod.core.error.ForeignText;
import io.helipod.core.image.ImageReference;
import io.helipod.core.spi.registry.RegistryManifest;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;

/** {@code PUT /v2/NAME/manifests/REFERENCE} */
final class ManifestWrites {
    private final RegistryCaller caller;

    ManifestWrites(RegistryCaller caller) {
        this.caller = caller;
    }

    void put(Session session, ImageReference name, RegistryManifest manifest) {
        String digest = manifest.descriptor().digest().toString();
        String reference = name.tag().orElse(digest);
        String what = "writing manifest " + reference + " to " + session.source();
        RegistryRequest request = new RegistryRequest(
                "PUT",
                session.repository("manifests/" + reference),
                Map.of("Content-Type", manifest.descriptor().mediaType()),
                Optional.of(new RegistryRequest.Body(
                        () -> new ByteArrayInputStream(manifest.bytes()), manifest.bytes().length, sent -> {})),
                true);
        HttpResponse<WatchedInput> response = caller.call(what, session, request);
        if (response.statusCode() != 201 && response.statusCode() != 200) {
            throw RegistryErrors.refused(what, response);
        }
        RegistryCaller.close(response);
        Optional<String> said = response.headers().firstValue("Docker-Content-Digest");
        if (said.filter(text -> text.startsWith("sha256:") && !text.equals(digest))
                .isPresent()) {
            throw RegistryErrors.broken(
                    what, "the registry stored it as " + ForeignText.shown(said.get()) + ", not " + digest, null);
        }
    }
}
