package io.helipod.core.spi.registry;

import io.helipod.core.image.ImageReference;
import java.util.List;

/** Driven port: what a name without registry may mean (registries.conf: aliases, search registries, mode). Thread-safe; pure. */
public interface ShortNames {
    /**
     * Full names in the order they are to be tried; a name with a registry is its own only candidate.
     *
     * @throws io.helipod.core.error.EngineException.InvalidArgument when it is no name, when nothing is configured for it, or when it
     *     is ambiguous and the mode is to ask, for there is nobody to ask
     */
    List<ImageReference> candidates(String name);

    /**
     * The same without the rule of modes: where a name is ambiguous, all that it may mean.
     *
     * @throws io.helipod.core.error.EngineException.InvalidArgument when it is no name, or nothing is configured for it
     */
    List<ImageReference> places(String name);

    /** Registries that names without one are looked for in, in order (registries.conf: unqualified-search-registries). */
    List<String> searchRegistries();

    /**
     * Full names by which an image that is here may be known when this is written for it, likeliest first, without the rules of pulling:
     * nothing is ambiguous. Empty when nothing is configured for the name.
     *
     * @throws io.helipod.core.error.EngineException.InvalidArgument when it is no name
     */
    List<ImageReference> meanings(String name);
}
