package io.helipod.core.internal.container;

import io.helipod.core.CoreConfig;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ExposedPort;
import io.helipod.core.container.LifecycleSpec;
import io.helipod.core.container.LogDriverName;
import io.helipod.core.container.LogSpec;
import io.helipod.core.container.NamespaceMode;
import io.helipod.core.container.NetworkMode;
import io.helipod.core.container.ProcessSpec;
import io.helipod.core.container.ResourceSpec;
import io.helipod.core.container.Rlimit;
import io.helipod.core.container.Signal;
import io.helipod.core.container.StorageSpec;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.ContainerId;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Completes what a client asked for: its own word first, then the image's, then the engine's (behaviour.md 10, types.md 2). The
 * image's metadata is data: it never reaches for the host's environment.
 */
final class SpecDefaults {
    private static final Signal STOP = Signal.TERM;
    private final CoreConfig config;
    private final EnvDefaults env;

    SpecDefaults(CoreConfig config) {
        this.config = config;
        this.env = new EnvDefaults(config.env());
    }

    /** A spec with nothing left open, what is to be executed, and what the creator should know. */
    record Completed(ContainerSpec spec, List<String> args, List<String> warnings) {}

    Completed complete(ContainerId id, String name, ContainerSpec asked, ImageRecord image) {
        ImageConfig fromImage = image.document().config();
        Optional<String> hostname = switch (asked.namespaces().uts()) {
            case NamespaceMode.Private p ->
                Optional.of(asked.hostname().filter(text -> !text.isEmpty()).orElse(id.shortened()));
            case NamespaceMode.Host h -> hostnameOfHost(asked);
        };
        ContainerSpec spec = new ContainerSpec(
                Optional.of(name),
                asked.image(),
                hostname,
                merged(fromImage.labels(), asked.labels()),
                asked.annotations(),
                asked.createCommand(),
                asked.rawImage(),
                exposedPorts(asked, fromImage),
                process(asked.process(), fromImage, hostname),
                asked.namespaces(),
                asked.security(),
                storage(asked.storage()),
                resources(asked.resources()),
                log(asked.log()),
                lifecycle(asked.lifecycle(), fromImage));
        return new Completed(spec, args(asked.process(), fromImage), warnings(asked, fromImage));
    }

    private static Optional<String> hostnameOfHost(ContainerSpec asked) {
        if (asked.hostname().filter(text -> !text.isEmpty()).isPresent()) {
            throw new InvalidArgument("cannot set a hostname in the host's UTS namespace");
        }
        return Optional.empty();
    }

    private static List<String> args(ProcessSpec asked, ImageConfig image) {
        List<String> args = new ArrayList<>();
        boolean ownEntrypoint = hasOwnEntrypoint(asked);
        args.addAll(asked.entrypoint().or(image::entrypoint).orElse(List.of()));
        // an entrypoint of the client's own leaves the image's command behind
        args.addAll(asked.command()
                .filter(command -> !command.isEmpty())
                .or(() -> ownEntrypoint ? Optional.empty() : image.command())
                .orElse(List.of()));
        if (args.isEmpty() || args.getFirst().isEmpty() && args.size() == 1) {
            throw new InvalidArgument(
                    "no command or entrypoint provided, and no CMD or ENTRYPOINT from image: invalid argument");
        }
        for (String arg : args) {
            if (arg.indexOf('\0') >= 0) {
                throw new InvalidArgument("an argument of the command contains a NUL byte");
            }
        }
        return args;
    }

    /** An empty one only takes the image's away. */
    private static boolean hasOwnEntrypoint(ProcessSpec asked) {
        return asked.entrypoint().filter(list -> !list.isEmpty()).isPresent();
    }

    private ProcessSpec process(ProcessSpec asked, ImageConfig image, Optional<String> hostname) {
        Map<String, Rlimit> rlimits = new LinkedHashMap<>(config.rlimits());
        rlimits.putAll(asked.rlimits());
        return new ProcessSpec(
                asked.entrypoint().or(image::entrypoint),
                asked.command().or(() -> hasOwnEntrypoint(asked) ? Optional.empty() : image.command()),
                env.complete(asked, image, hostname),
                Optional.empty(),
                Optional.of(asked.user().filter(text -> !text.isEmpty()).orElse(image.user())),
                Optional.of(workingDir(asked, image)),
                asked.terminal(),
                asked.stdin(),
                asked.stdinOnce(),
                asked.init() || config.init(),
                asked.groups(),
                rlimits,
                asked.umask().or(() -> Optional.of("0022")),
                asked.oomScoreAdj());
    }

    private static String workingDir(ProcessSpec asked, ImageConfig image) {
        String dir = asked.workingDir().filter(text -> !text.isEmpty()).orElse(image.workingDir());
        if (dir.isEmpty()) {
            return "/";
        }
        if (!dir.startsWith("/") || dir.indexOf('\0') >= 0) {
            throw new InvalidArgument(
                    "the working directory \"" + dir + "\" is invalid, it needs to be an absolute path");
        }
        return dir;
    }

    private static List<ExposedPort> exposedPorts(ContainerSpec asked, ImageConfig image) {
        SortedSet<ExposedPort> all = new TreeSet<>(asked.exposedPorts());
        image.exposedPorts().forEach(text -> all.addAll(ExposedPort.parse(text)));
        return List.copyOf(all);
    }

    private StorageSpec storage(StorageSpec asked) {
        return new StorageSpec(
                asked.readOnlyRoot(),
                asked.readWriteTmpfs(),
                asked.mounts(),
                asked.devices(),
                asked.shmSize().or(() -> Optional.of(config.shmSize())));
    }

    private ResourceSpec resources(ResourceSpec asked) {
        Optional<Long> swap = asked.memorySwap();
        if (asked.memory().isPresent() && swap.isEmpty()) {
            swap = asked.memory().map(bytes -> bytes > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : bytes * 2);
        }
        if (asked.memory().isPresent()
                && swap.filter(bytes -> bytes >= 0 && bytes < asked.memory().get())
                        .isPresent()) {
            throw new InvalidArgument("memory plus swap must not be smaller than memory alone");
        }
        return new ResourceSpec(
                asked.memory(),
                swap,
                asked.memoryReservation(),
                asked.memorySwappiness(),
                asked.cpuShares(),
                asked.cpuQuota(),
                asked.cpuPeriod(),
                asked.cpusetCpus(),
                asked.cpusetMems(),
                asked.pids().or(() -> Optional.of(config.pidsLimit())),
                asked.cgroupParent());
    }

    private LogSpec log(LogSpec asked) {
        LogDriverName driver = asked.driver().orElse(config.logDriver());
        Optional<Long> size =
                asked.maxSize().or(() -> Optional.of(config.logMaxSize())).filter(bytes -> bytes > 0);
        return new LogSpec(Optional.of(driver), asked.path(), size, asked.tag());
    }

    private LifecycleSpec lifecycle(LifecycleSpec asked, ImageConfig image) {
        Signal signal = asked.stopSignal()
                .or(() -> Optional.of(image.stopSignal())
                        .filter(text -> !text.isEmpty())
                        .map(Signal::parse))
                .orElse(STOP);
        return new LifecycleSpec(
                Optional.of(signal),
                asked.stopTimeout().or(() -> Optional.of(config.stopTimeout())),
                asked.autoRemove());
    }

    private static List<String> warnings(ContainerSpec asked, ImageConfig image) {
        List<String> warnings = new ArrayList<>();
        if (asked.namespaces().network() instanceof NetworkMode.Default) {
            warnings.add("networks are not there yet: the container has loopback only");
        }
        for (String volume : image.volumes()) {
            warnings.add(
                    "volumes are not there yet: " + volume + " of the image is a plain directory of the container");
        }
        return warnings;
    }

    private static Map<String, String> merged(Map<String, String> below, Map<String, String> above) {
        Map<String, String> all = new LinkedHashMap<>(below);
        all.putAll(above);
        return all;
    }
}
