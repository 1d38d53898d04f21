package io.helipod.core.image;

import io.helipod.core.filter.Filters;
import io.helipod.core.id.NameOrId;
import java.util.List;
import java.util.Optional;

/**
 * Driving port: the images stored here. Thread-safe; nothing here waits for a registry.
 *
 * <p>A {@code ref} is looked up as behaviour.md 11 says: id, digest, short name in the local and default registries, id
 * prefix. Errors everywhere: NotFound(IMAGE), Ambiguous(IMAGE).
 */
public interface Images {
    /**
     * Images in order of creation, newest first.
     *
     * @param filters keys of behaviour.md 9.3 "images list"; others are InvalidFilter
     */
    List<ImageSummary> list(Filters filters);

    /** The image. */
    ImageRecord inspect(NameOrId ref);

    /** Whether there is such an image. */
    boolean exists(NameOrId ref);

    /** Gives the image a further name, taking it from another image if need be. */
    void tag(NameOrId ref, ImageReference name);

    /** Takes one name away, or all when {@code name} is absent; the image stays. */
    void untag(NameOrId ref, Optional<ImageReference> name);

    /**
     * Removes a name, and the image with its last one.
     *
     * @param force also when it has several names or stopped containers use it (these are removed)
     * @throws io.helipod.core.error.EngineException.InUse when containers use it, or several names point at an id
     */
    ImageRemoval remove(NameOrId ref, boolean force);

    /** Removes images that no container uses, with their names; all of them or, when that fails, none. */
    List<PrunedImage> prune(PruneRequest request);
}
