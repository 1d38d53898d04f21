package io.helipod.core.container;

import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ImageId;
import java.time.Instant;
import java.util.List;

/**
 * All that is kept of a container.
 *
 * @param name unique among containers and pods
 * @param spec completed: every optional part that a default exists for is there
 * @param args what is executed: entrypoint and command together; never empty
 * @param imageId the image it was made from
 * @param imageName the reference the image was found by
 * @param warnings what the creator was told
 * @param revision counts the saves; a reader may keep what it derived from one
 */
public record ContainerRecord(
        ContainerId id,
        String name,
        Instant created,
        ContainerSpec spec,
        List<String> args,
        ImageId imageId,
        String imageName,
        ContainerState state,
        List<String> warnings,
        long revision) {
    public ContainerRecord {
        args = List.copyOf(args);
        warnings = List.copyOf(warnings);
    }

    /** The status, the part asked for most. */
    public ContainerStatus status() {
        return state.status();
    }

    /** The same in another state, one revision on. */
    public ContainerRecord withState(ContainerState other) {
        return new ContainerRecord(id, name, created, spec, args, imageId, imageName, other, warnings, revision + 1);
    }

    /** The same under another name, one revision on. */
    public ContainerRecord withName(String other) {
        return new ContainerRecord(
                id, other, created, spec.withName(other), args, imageId, imageName, state, warnings, revision + 1);
    }
}
