package io.helipod.core.image;

import io.helipod.core.id.ImageId;

/** Driving port: images from containers. Thread-safe; all or nothing: a failure leaves no blob, layer or record behind. */
public interface Commits {
    /**
     * Makes an image of the container's files and configuration, in every state of the container. Its mounts are not part of that. What
     * stops, starts or removes the container meanwhile waits; it is frozen only while its files are read, if at all, and goes on even if
     * the engine is killed, at its next start.
     *
     * @param accepted called once, when nothing is left to refuse and the reading begins
     * @throws io.helipod.core.error.EngineException.NotFound no such container
     * @throws io.helipod.core.error.EngineException.InvalidArgument a change cannot be applied, or a file's name cannot stand in a layer
     * @throws io.helipod.core.error.EngineException.TooLarge there is more than a layer may hold
     */
    ImageId commit(CommitRequest request, Runnable accepted);
}
