package io.helipod.adapters.oci.registry;

import io.helipod.adapters.oci.image.MediaTypes;
import io.helipod.core.error.ForeignText;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageReference;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.registry.RegistryManifest;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Optional;

/** {@code GET /v2/NAME/manifests/REFERENCE} */
final class ManifestReads {
    private final RegistryCaller caller;

    ManifestReads(RegistryCaller caller) {
        this.caller = caller;
    }

    RegistryManifest get(Session session, ImageReference name) {
        String reference = name.digest()
                .map(Digest::toString)
                .orElseGet(() -> name.tag()
                        .orElseThrow(() -> new IllegalArgumentException(name + " has neither tag nor digest")));
        String what = "reading manifest " + reference + " in " + session.source();
        HttpResponse<WatchedInput> response = caller.call(
                what,
                session,
                RegistryRequest.get(session.repository("manifests/" + reference))
                        .with("Accept", String.join(", ", MediaTypes.ACCEPTED)));
        if (response.statusCode() != 200) {
            throw RegistryErrors.refused(what, response);
        }
        byte[] bytes = bytes(what, session, response);
        Digest digest = digest(what, name, response, bytes);
        return new RegistryManifest(new Descriptor(type(response), digest, bytes.length), bytes);
    }

    private static byte[] bytes(String what, Session session, HttpResponse<WatchedInput> response) {
        try (InputStream body = response.body().small()) {
            byte[] bytes = body.readNBytes(Registry.MOST_MANIFEST_BYTES + 1);
            if (bytes.length > Registry.MOST_MANIFEST_BYTES) {
                throw RegistryErrors.broken(
                        what, "the manifest is larger than " + Registry.MOST_MANIFEST_BYTES + " bytes", null);
            }
            return bytes;
        } catch (IOException e) {
            throw RegistryErrors.unreachable(what, session.source().host(), e);
        }
    }

    private static Digest digest(String what, ImageReference name, HttpResponse<WatchedInput> response, byte[] bytes) {
        Digest own = Digest.ofBytes(bytes);
        if (name.digest().filter(asked -> !asked.isOf(bytes)).isPresent()) {
            throw RegistryErrors.broken(
                    what,
                    "the manifest has the digest " + own + ", not "
                            + name.digest().get(),
                    null);
        }
        Optional<String> said = response.headers().firstValue("Docker-Content-Digest");
        if (said.filter(text -> text.startsWith("sha256:") && !text.equals(own.toString()))
                .isPresent()) {
            throw RegistryErrors.broken(
                    what, "the manifest has the digest " + own + ", not " + ForeignText.shown(said.get()), null);
        }
        return own;
    }

    private static String type(HttpResponse<WatchedInput> response) {
        String type = response.headers().firstValue("Content-Type").orElse("");
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }
}
