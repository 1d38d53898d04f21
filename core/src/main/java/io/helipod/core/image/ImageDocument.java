package io.helipod.core.image;

import io.helipod.core.id.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an image's config document says (OCI image spec, config.md).
 *
 * @param created absent when the document does not say
 * @param diffIds digests of the uncompressed layers, lowest first
 */
public record ImageDocument(
        Optional<Instant> created,
        String author,
        String comment,
        Platform platform,
        String dockerVersion,
        ImageConfig config,
        List<Digest> diffIds,
        List<HistoryEntry> history) {
    public ImageDocument {
        diffIds = List.copyOf(diffIds);
        history = List.copyOf(history);
    }
}
