package io.helipod.core.image;

import io.helipod.core.stream.ProgressListener;

/** Driving port: images from and to registries. Thread-safe. */
public interface ImageTransfers {
    /**
     * Makes sure the image is here.
     *
     * @throws io.helipod.core.error.EngineException.NotSupported where a registry would have to be asked: there is no registry
     *     client yet, so only images that are here already, with policy MISSING or NEVER, can be had
     */
    ImageRecord pull(PullRequest request, ProgressListener progress);
}
