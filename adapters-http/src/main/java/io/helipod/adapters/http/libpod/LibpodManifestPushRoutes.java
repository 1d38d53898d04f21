package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Query;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.libpod.wire.ImageIdJson;
import io.helipod.adapters.http.libpod.wire.ManifestPushJson;
import io.helipod.adapters.http.shared.RegistryRequests;
import io.helipod.adapters.http.shared.TransferStream;
import io.helipod.adapters.http.stream.JsonLinesWriter;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.id.Digest;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.image.Manifests;
import io.helipod.core.image.TransferListener;
import io.helipod.core.registry.RegistryAccess;
import java.io.IOException;

/** Pushes of manifest lists. */
public final class LibpodManifestPushRoutes {
    private static final String DOCKER = "docker://";
    private final Manifests manifests;

    public LibpodManifestPushRoutes(Manifests manifests) {
        this.manifests = manifests;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.post("/libpod/manifests/{name:.+}/push", this::pushByQuery);
        r.post("/libpod/manifests/{name:.+}/registry/{destination:.+}", this::push);
    }

    private void pushByQuery(ApiExchange x) throws IOException {
        ImageReference destination = destination(x.query().text("destination"));
        x.whileClientListens(() -> x.json(
                200,
                new ImageIdJson(pushed(x, destination, TransferListener.NONE).toString())));
    }

    private static ImageReference destination(String text) {
        if (text.isEmpty()) {
            throw new InvalidArgument("destination parameter is required");
        }
        String name = text.startsWith(DOCKER) ? text.substring(DOCKER.length()) : text;
        if (name.contains("://")) {
            throw new InvalidArgument(text + ": only the docker transport is allowed");
        }
        ImageReference reference = ImageReference.parse(name, Home.DOCKER);
        if (reference.digest().isPresent()) {
            throw new InvalidArgument("a manifest list is pushed to a tag, not to a digest: " + name);
        }
        return reference.orLatest();
    }

    private Digest pushed(ApiExchange x, ImageReference destination, TransferListener progress) {
        RegistryAccess access = RegistryRequests.access(x);
        return manifests.push(x.name(), destination, x.query().bool("all", false), access, progress);
    }

    private void push(ApiExchange x) throws IOException {
        Query query = x.query();
        // nothing is signed, so there are no signatures to be removed
        RegistryRequests.refuse(query, "compressionLevel", "addCompression", "format", "forceCompressionFormat");
        if (query.nonEmpty("compressionFormat")
                .filter(format -> !format.equals("gzip"))
                .isPresent()) {
            throw new NotSupported("compressionFormat: only gzip is supported");
        }
        ImageReference destination = destination(x.path("destination"));
        if (query.bool("quiet", true)) {
            x.whileClientListens(() -> x.json(
                    200,
                    new ManifestPushJson(
                            pushed(x, destination, TransferListener.NONE).toString(), "", "")));
            return;
        }
        x.whileClientListens(() -> {
            try (JsonLinesWriter lines = x.jsonLines(200)) {
                TransferListener progress = new ProgressTexts(
                        text -> TransferStream.write(lines, new ManifestPushJson("", text + "\n", "")));
                try {
                    lines.write(new ManifestPushJson(
                            pushed(x, destination, progress).toString(), "", ""));
                } catch (EngineException e) {
                    lines.write(new ManifestPushJson("", "", e.message()));
                }
            }
        });
    }
}
