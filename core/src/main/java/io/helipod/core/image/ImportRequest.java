package io.helipod.core.image;

import java.util.List;
import java.util.Optional;

/**
 * How to make an image of a root file system.
 *
 * @param target name for the new image
 * @param message goes into its history
 * @param changes Dockerfile instructions that set its config: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, STOPSIGNAL, USER, VOLUME, WORKDIR
 * @param platform absent: the engine's own
 */
public record ImportRequest(
        Optional<ImageReference> target, String message, List<String> changes, Optional<Platform> platform) {
    public ImportRequest {
        changes = List.copyOf(changes);
    }
}
