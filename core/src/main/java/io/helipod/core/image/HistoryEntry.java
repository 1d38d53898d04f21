package io.helipod.core.image;

import java.time.Instant;
import java.util.Optional;

/** One step of an image's making (OCI image spec, config.md "history"). Texts are empty when absent. */
public record HistoryEntry(
        Optional<Instant> created, String createdBy, String author, String comment, boolean emptyLayer) {}
