package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.error.ErrorMapper;
import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Query;
import io.helipod.adapters.http.shared.wire.MessageJson;
import io.helipod.adapters.http.shared.wire.TransferMessageJson;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.image.ImageTransfers;
import io.helipod.core.image.PullRequest;
import io.helipod.core.image.PulledImage;
import io.helipod.core.image.TransferProgress;
import java.io.IOException;
import java.util.List;

/** What requests about images have in common on both trees. */
public final class ImageRequests {
    private ImageRequests() {}

    /** The name that {@code repo}, which may have a tag of its own, and {@code tag} ask for; without either it is latest. */
    public static ImageReference target(Query query, Home home) {
        String repo = query.nonEmpty("repo")
                .orElseThrow(() -> new InvalidArgument("repo parameter is required to tag an image"));
        ImageReference name = ImageReference.parse(repo, home);
        return query.nonEmpty("tag").map(name::withTag).orElseGet(name::orLatest);
    }

    /**
     * Pulls in docker's shape: a failure before any progress has its own status, one after it is a record (behaviour.md 19).
     *
     * @param podman whether podman's last line follows, as its own clients wait for it
     */
    public static void pull(
            ApiExchange x, String template, ImageTransfers transfers, PullRequest request, boolean podman)
            throws IOException {
        x.whileClientListens(() -> {
            try (TransferStream stream = new TransferStream(x)) {
                try {
                    List<PulledImage> pulled = transfers.pull(request, step -> tell(stream, step));
                    if (podman || pulled.isEmpty()) {
                        stream.write(TransferMessageJson.imageDone(
                                pulled.isEmpty()
                                        ? ""
                                        : pulled.getLast().image().id().shortened()));
                    } else if (!stream.begun()) {
                        end(stream, pulled.getLast());
                    }
                } catch (EngineException e) {
                    if (stream.begun()) {
                        stream.write(TransferMessageJson.failed(e.message()));
                    } else {
                        x.json(ErrorMapper.status(e, template), new MessageJson(e.reason()));
                    }
                } catch (RuntimeException | Error e) {
                    stream.abandon(TransferMessageJson.failed(TransferStream.INTERNAL_ERROR));
                    throw e;
                }
            }
        });
    }

    private static void tell(TransferStream stream, TransferProgress step) {
        switch (step) {
            case TransferProgress.Begun begun -> {
                stream.forget(); // of a name that was not found
                stream.hold(TransferMessageJson.line(
                        "Pulling from " + begun.name().path(), FamiliarName.version(begun.name())));
            }
            case TransferProgress.Layer layer -> stream.write(TransferMessageJson.layer(layer));
            case TransferProgress.Pulled pulled -> end(stream, pulled.image());
            case TransferProgress.Config config -> {
                // docker's shape has no such line
            }
            case TransferProgress.Manifest manifest -> {
                // nor such a one
            }
        }
    }

    private static void end(TransferStream stream, PulledImage image) {
        stream.write(TransferMessageJson.line("Digest: " + image.digest(), ""));
        stream.write(TransferMessageJson.line(
                (image.changed() ? "Status: Downloaded newer image for " : "Status: Image is up to date for ")
                        + FamiliarName.of(image.name()),
                ""));
    }
}
