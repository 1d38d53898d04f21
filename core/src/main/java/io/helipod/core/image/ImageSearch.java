package io.helipod.core.image;

import java.util.List;

/** Driving port: looking for images in registries. Thread-safe; waits for them. */
@FunctionalInterface
public interface ImageSearch {
    /**
     * What the registries find, in the order these are configured.
     *
     * @throws io.helipod.core.error.EngineException.RegistryFailed when none of them could be asked
     * @throws io.helipod.core.error.EngineException.InvalidArgument when a filter makes no sense, or no registry is configured
     */
    List<FoundImage> search(SearchRequest request);
}
