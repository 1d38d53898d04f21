package io.helipod.core.image;

import io.helipod.core.id.NameOrId;
import java.util.List;
import java.util.Optional;

/**
 * How to make an image of a container.
 *
 * @param target name for the new image
 * @param author empty: that of the image the container was made from
 * @param comment goes into the image's document and history
 * @param override what the image says otherwise than the container; empty parts leave the container's, ports, variables, volumes and labels
 *     are added
 * @param changes Dockerfile instructions, applied after {@code override}: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, STOPSIGNAL, USER, VOLUME,
 *     WORKDIR
 * @param pause whether a running container is frozen while its files are read
 * @param squash one layer of all that the container sees, instead of one more of what it changed
 */
public record CommitRequest(
        NameOrId container,
        Optional<ImageReference> target,
        ImageFormat format,
        String author,
        String comment,
        ImageConfig override,
        List<String> changes,
        boolean pause,
        boolean squash) {
    public CommitRequest {
        changes = List.copyOf(changes);
    }
}
