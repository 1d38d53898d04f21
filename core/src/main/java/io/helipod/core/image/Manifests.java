package io.helipod.core.image;

import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.registry.RegistryAccess;
import java.util.List;

/**
 * Driving port: manifest lists. Thread-safe. A list has an id, which stays when its content changes, and names like an image; it is
 * tagged, untagged and removed as images are. It does not hold its images: they are here, or in the registry they were added from.
 *
 * <p>Errors where a {@code list} is taken: NotFound(IMAGE), Ambiguous(IMAGE), and NotFound(IMAGE) too for what is an image but no list.
 *
 * <p>An image to be added is {@code containers-storage:NAME}, one that is here, {@code docker://NAME}, one of a registry, or a name
 * alone, which is looked for in this order.
 */
public interface Manifests {
    /**
     * Makes a list.
     *
     * @param amend whether a list that has the name already is added to
     * @param all whether a list among {@code images} is added with all its images, not only that for this platform
     * @throws io.helipod.core.error.EngineException.NameTaken when the name is used
     */
    ImageId create(ImageReference name, List<String> images, boolean all, boolean amend, IndexEdit edit);

    /** Whether there is such a list. */
    boolean exists(NameOrId list);

    /** The list; that of a registry when there is none here. */
    ImageIndex inspect(NameOrId list, RegistryAccess access);

    /** Adds images, and says what {@code edit} has of each; one that is there already is replaced. All or none. */
    ImageId add(NameOrId list, List<String> images, boolean all, IndexEdit edit, RegistryAccess access);

    /**
     * Changes what the list says of an instance.
     *
     * @param instance its digest, or the name of an image that is here
     * @throws io.helipod.core.error.EngineException.InvalidArgument there is no such instance
     */
    ImageId annotate(NameOrId list, String instance, IndexEdit edit);

    /** Changes what the list says of itself. */
    ImageId annotate(NameOrId list, IndexEdit edit);

    /**
     * Takes an instance out.
     *
     * @throws io.helipod.core.error.EngineException.InvalidArgument there is none with this digest
     */
    ImageId removeInstance(NameOrId list, Digest instance);

    /** Removes the list with all its names. */
    ImageRemoval remove(NameOrId list);

    /**
     * Pushes the list.
     *
     * @param all whether its images are pushed before it; else the registry has to have them
     * @return what the registry has it under
     */
    Digest push(
            NameOrId list, ImageReference destination, boolean all, RegistryAccess access, TransferListener progress);
}
