package io.helipod.core.image;

import io.helipod.core.id.NameOrId;
import java.util.List;
import java.util.Optional;

/**
 * Driving port: what can be told about stored images beyond their records. Thread-safe; answers from memory unless it says otherwise. A {@code ref} is looked up as
 * {@link Images} says, with the same errors.
 */
public interface ImageReports {
    /**
     * How the image came to be, the last step first. The same object is returned until what there is to tell has changed, so a caller
     * may keep what it made of it.
     */
    ImageHistory history(NameOrId ref);

    /**
     * The image's layers, lowest first.
     *
     * @param children instead its last layer and what other images add to it
     */
    LayerTree tree(NameOrId ref, boolean children);

    /**
     * What the image has otherwise than another, sorted by path; reads the layers of both.
     *
     * @param other absent: the image without its last layer
     */
    List<LayerChange> changes(NameOrId ref, Optional<NameOrId> other);

    /**
     * Full names that a name may mean for a registry, in the order they would be tried (registries.conf). Never ambiguous: all are told.
     *
     * @throws io.helipod.core.error.EngineException.InvalidArgument when it is no name, or nothing is configured for it
     */
    List<ImageReference> resolve(String name);
}
