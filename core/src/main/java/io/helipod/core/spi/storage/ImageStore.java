package io.helipod.core.spi.storage;

import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.ImageRecord;
import java.util.List;
import java.util.Optional;

/** Driven port: read view of the images. Thread-safe; answers from memory, without a lock. */
public interface ImageStore {
    /** By id. */
    Optional<ImageRecord> get(ImageId id);

    /** By exact full name, tag included. */
    Optional<ImageRecord> named(String name);

    /** By the digest of the manifest, or of the index it came from. */
    Optional<ImageRecord> withManifest(Digest digest);

    /** Those whose id begins so. */
    List<ImageRecord> withIdPrefix(String hex);

    /** All, newest first; unchanging. */
    List<ImageRecord> list();
}
