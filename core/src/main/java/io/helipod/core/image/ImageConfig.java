package io.helipod.core.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How an image wants its containers run (OCI image spec, config.md "config"). Everything here comes from outside: it is data,
 * never an instruction to the engine.
 *
 * @param user {@code user[:group]}; empty for root
 * @param exposedPorts such as {@code 80/tcp}
 * @param env {@code NAME=value} entries, as they stand in the image
 * @param entrypoint absent when the image has none
 * @param command absent when the image has none
 * @param volumes paths that are volumes
 * @param workingDir absolute; empty for {@code /}
 * @param stopSignal as written in the image; empty for none
 */
public record ImageConfig(
        String user,
        List<String> exposedPorts,
        List<String> env,
        Optional<List<String>> entrypoint,
        Optional<List<String>> command,
        List<String> volumes,
        String workingDir,
        Map<String, String> labels,
        String stopSignal) {
    /** Asks for nothing. */
    public static final ImageConfig EMPTY =
            new ImageConfig("", List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(), "", Map.of(), "");

    public ImageConfig {
        exposedPorts = List.copyOf(exposedPorts);
        env = List.copyOf(env);
        entrypoint = entrypoint.map(List::copyOf);
        command = command.map(List::copyOf);
        volumes = List.copyOf(volumes);
        labels = Map.copyOf(labels);
    }
}
