package io.helipod.adapters.http.shared;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.Images;
import java.util.Optional;

/** What a container's documents say about its image, which may be gone in the meantime. */
public final class ImageFacts {
    private final Images images;

    public ImageFacts(Images images) {
        this.images = images;
    }

    /** Digest of its manifest; empty when it is gone. */
    public String digest(ContainerRecord container) {
        return find(container)
                .map(image -> image.manifest().digest().toString())
                .orElse("");
    }

    /** Bytes of its files; 0 when it is gone. */
    public long size(ContainerRecord container) {
        return find(container).map(ImageRecord::size).orElse(0L);
    }

    private Optional<ImageRecord> find(ContainerRecord container) {
        try {
            return Optional.of(images.inspect(new NameOrId(container.imageId().value())));
        } catch (NotFound gone) {
            return Optional.empty();
        }
    }

    /** Refuses an image of another platform, as one that is not here. */
    public void requirePlatform(String image, PlatformWish wish) {
        if (wish.isEmpty() || image.isEmpty()) {
            return;
        }
        if (!wish.accepts(images.inspect(new NameOrId(image)).document().platform())) {
            throw new NotFound(ResourceType.IMAGE, image);
        }
    }
}
