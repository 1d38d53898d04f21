package io.helipod.core.container;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks for when it creates a container, in sections as podman's specgen has them (types.md 2.1, 2.5). The same
 * record, completed from image and engine defaults, is what a {@link ContainerRecord} keeps.
 *
 * @param name absent: one is made up
 * @param image reference or id of the image
 * @param hostname absent: the short id
 * @param createCommand the client's command line, shown in inspect
 * @param rawImage the image as the user wrote it to the client, which may not be how the client passed it on
 * @param exposedPorts in a record: sorted, the image's among them
 */
public record ContainerSpec(
        Optional<String> name,
        String image,
        Optional<String> hostname,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<String> createCommand,
        Optional<String> rawImage,
        List<ExposedPort> exposedPorts,
        ProcessSpec process,
        NamespaceSpec namespaces,
        SecuritySpec security,
        StorageSpec storage,
        ResourceSpec resources,
        LogSpec log,
        LifecycleSpec lifecycle) {
    public ContainerSpec {
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
        createCommand = List.copyOf(createCommand);
        exposedPorts = List.copyOf(exposedPorts);
    }

    /** The image run as it is. */
    public static ContainerSpec of(String image) {
        return new ContainerSpec(
                Optional.empty(),
                image,
                Optional.empty(),
                Map.of(),
                Map.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                ProcessSpec.DEFAULT,
                NamespaceSpec.DEFAULT,
                SecuritySpec.DEFAULT,
                StorageSpec.DEFAULT,
                ResourceSpec.NONE,
                LogSpec.DEFAULT,
                LifecycleSpec.DEFAULT);
    }

    /** The same under another name. */
    public ContainerSpec withName(String other) {
        return new ContainerSpec(
                Optional.of(other),
                image,
                hostname,
                labels,
                annotations,
                createCommand,
                rawImage,
                exposedPorts,
                process,
                namespaces,
                security,
                storage,
                resources,
                log,
                lifecycle);
    }

    /** The same with another process. */
    public ContainerSpec withProcess(ProcessSpec other) {
        return new ContainerSpec(
                name,
                image,
                hostname,
                labels,
                annotations,
                createCommand,
                rawImage,
                exposedPorts,
                other,
                namespaces,
                security,
                storage,
                resources,
                log,
                lifecycle);
    }

    /** The same with another command, which an entrypoint takes as its arguments. */
    public ContainerSpec withCommand(String... command) {
        return withProcess(process.withCommand(List.of(command)));
    }

    /** The same with another end. */
    public ContainerSpec withLifecycle(LifecycleSpec other) {
        return new ContainerSpec(
                name,
                image,
                hostname,
                labels,
                annotations,
                createCommand,
                rawImage,
                exposedPorts,
                process,
                namespaces,
                security,
                storage,
                resources,
                log,
                other);
    }
}
