package io.helipod.core.internal.commit;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ProcessSpec;
import io.helipod.core.container.Signal;
import io.helipod.core.image.ImageConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an image made of a container says about containers: the container's own word, without what the engine gave to this one only. */
final class CommittedConfig {
    private final ContainerRecord container;
    private final ImageConfig image;

    /** @param image what the container's image says */
    CommittedConfig(ContainerRecord container, ImageConfig image) {
        this.container = container;
        this.image = image;
    }

    /** With {@code override} above the container's own; an entrypoint of its own leaves the container's command behind. */
    ImageConfig under(ImageConfig override) {
        ProcessSpec process = container.spec().process();
        boolean ownEntrypoint =
                override.entrypoint().filter(list -> !list.isEmpty()).isPresent();
        Map<String, String> labels = new LinkedHashMap<>(container.spec().labels());
        labels.putAll(override.labels());
        return new ImageConfig(
                either(override.user(), process.user().orElse("")),
                merged(
                        container.spec().exposedPorts().stream()
                                .map(port -> port.toString())
                                .toList(),
                        override.exposedPorts()),
                env(override),
                words(override.entrypoint()).or(() -> words(process.entrypoint())),
                words(override.command()).or(() -> ownEntrypoint ? Optional.empty() : words(process.command())),
                merged(image.volumes(), override.volumes()),
                either(override.workingDir(), workingDir(process)),
                labels,
                either(override.stopSignal(), stopSignal()));
    }

    private static String either(String first, String second) {
        return first.isEmpty() ? second : first;
    }

    private static Optional<List<String>> words(Optional<List<String>> words) {
        return words.filter(list -> !list.isEmpty());
    }

    private static List<String> merged(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }

    /** The root folder is what an image without a word means. */
    private String workingDir(ProcessSpec process) {
        String dir = process.workingDir().orElse("");
        return image.workingDir().isEmpty() && dir.equals("/") ? "" : dir;
    }

    private String stopSignal() {
        Signal signal = container.spec().lifecycle().stopSignal().orElse(Signal.TERM);
        if (image.stopSignal().isEmpty()) {
            return signal.equals(Signal.TERM) ? "" : signal.signalName();
        }
        return Signal.parse(image.stopSignal()).equals(signal) ? image.stopSignal() : signal.signalName();
    }

    private List<String> env(ImageConfig override) {
        Map<String, String> env = new LinkedHashMap<>();
        container.spec().process().env().forEach((name, value) -> {
            if (!isOfThisContainerOnly(name, value)) {
                env.put(name, value);
            }
        });
        for (String entry : override.env()) {
            int equals = entry.indexOf('=');
            env.put(equals < 0 ? entry : entry.substring(0, equals), equals < 0 ? "" : entry.substring(equals + 1));
        }
        return env.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    private boolean isOfThisContainerOnly(String name, String value) {
        if (image.env().contains(name + "=" + value)) {
            return false;
        }
        return switch (name) {
            case "container" -> value.equals("podman");
            case "TERM" -> value.equals("xterm") && container.spec().process().terminal();
            case "HOSTNAME" -> container.spec().hostname().filter(value::equals).isPresent();
            default -> false;
        };
    }
}
