package io.helipod.core.image;

import io.helipod.core.registry.RegistryAccess;
import java.util.List;

/**
 * Driving port: images from and to registries. Thread-safe. Interrupting the caller ends the transfer.
 *
 * <p>All or nothing: a transfer that failed or was interrupted leaves no image, layer or blob behind, only parts of blobs that a later
 * pull goes on with.
 */
public interface ImageTransfers {
    /**
     * Makes sure the image is here. Blobs and layers that are here are not fetched; a blob that somebody else is fetching is waited for.
     *
     * @return one image, or one for each tag
     * @throws io.helipod.core.error.EngineException.NotFound with policy NEVER, when it is not here
     * @throws io.helipod.core.error.EngineException.RegistryFailed when the registry does not have it, refuses, or sends what is broken
     * @throws io.helipod.core.error.EngineException.InvalidArgument when the reference is none, or a short name that means nothing here
     */
    List<PulledImage> pull(PullRequest request, TransferListener progress);

    /**
     * Makes sure the registry has the image: its blobs as they were received, byte for byte. Layers that are here uncompressed only
     * (from an archive) are compressed on the way, which gives the image another manifest there.
     */
    PushedImage push(PushRequest request, TransferListener progress);

    /** Looks at what a registry has under a name, without fetching it. */
    RemoteImage inspectRemote(ImageReference name, RegistryAccess access);
}
