package io.helipod.core.container;

import io.helipod.core.filter.Filters;
import io.helipod.core.id.NameOrId;
import java.util.List;

/**
 * Driving port: containers as objects. Thread-safe.
 *
 * <p>Errors everywhere a {@code ref} is taken: NotFound(CONTAINER), Ambiguous(CONTAINER).
 */
public interface Containers {
    /**
     * Makes a container, state {@code CREATED}; never pulls.
     *
     * @throws io.helipod.core.error.EngineException.NotFound no such image
     * @throws io.helipod.core.error.EngineException.NameTaken the name is used
     * @throws io.helipod.core.error.EngineException.InvalidArgument a part of the spec contradicts another or the image
     */
    CreatedContainer create(ContainerSpec spec);

    /** Containers, newest first. */
    List<ContainerRecord> list(ContainerQuery query);

    /** The container. */
    ContainerRecord inspect(NameOrId ref);

    /** Whether there is such a container. */
    boolean exists(NameOrId ref);

    /** Gives it another name; legal in every state. */
    void rename(NameOrId ref, String name);

    /**
     * Removes it with its files and its log.
     *
     * @throws io.helipod.core.error.EngineException.WrongState when it runs and force is not given
     */
    void remove(NameOrId ref, RemoveOptions options);

    /**
     * Removes every container that is neither running nor paused (behaviour.md 25). One that cannot be removed does not keep the
     * others from it, and one that another removes or starts meanwhile is left out.
     *
     * @param filters label, label! and until; others are InvalidFilter
     */
    List<PrunedContainer> prune(Filters filters);

    /**
     * Bytes of the files it has made or changed, its writable layer; 0 when it is gone. Looks at every one of these files, so ask
     * only when somebody wants to know.
     */
    long size(ContainerRecord container);

    /** Where its parts lie on the host, for inspect. */
    ContainerPaths paths(ContainerRecord container);
}
