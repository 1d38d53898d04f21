package io.helipod.adapters.http.shared;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerState;
import io.helipod.core.container.ContainerStatus;
import io.helipod.core.container.ExposedPort;
import io.helipod.core.container.Mount;
import io.helipod.core.container.NamespaceMode;
import io.helipod.core.container.NetworkMode;
import io.helipod.core.container.SeccompProfile;
import io.helipod.core.container.SecuritySpec;
import io.helipod.core.container.Signal;
import io.helipod.core.id.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What both families say about a container, worked out from its record (types.md 3, 4). */
public record ContainerView(ContainerRecord container) {
    /** The time of things that never happened (Go's zero time). */
    public static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");
    /** The network a container without wishes belongs to. */
    public static final String DEFAULT_NETWORK = "podman";

    /** The program. */
    public String path() {
        return container.args().getFirst();
    }

    /** What follows the program. */
    public List<String> arguments() {
        return container.args().subList(1, container.args().size());
    }

    /** The command without entrypoint. */
    public List<String> command() {
        return container.spec().process().command().orElse(List.of());
    }

    /** The entrypoint. */
    public List<String> entrypoint() {
        return container.spec().process().entrypoint().orElse(List.of());
    }

    /** The environment as {@code NAME=value}. */
    public List<String> env() {
        return container.spec().process().env().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    /** Every exposed port as {@code 80/tcp}. */
    public List<String> exposedPorts() {
        return container.spec().exposedPorts().stream()
                .map(ExposedPort::toString)
                .toList();
    }

    /** When it was last started. */
    public Instant startedAt() {
        return container.state().startedAt().orElse(NEVER);
    }

    /** When it last ended. */
    public Instant finishedAt() {
        return container.state().finishedAt().orElse(NEVER);
    }

    /** The signal a stop begins with. */
    public Signal stopSignal() {
        return container.spec().lifecycle().stopSignal().orElse(Signal.TERM);
    }

    /** Seconds between that signal and SIGKILL. */
    public long stopTimeout() {
        return container.spec().lifecycle().stopTimeout().orElse(10L);
    }

    /** Mounts that are not file systems in memory. */
    public List<Mount.Bind> binds() {
        return mounts(Mount.Bind.class).toList();
    }

    /** {@code source:target:options} of every bind. */
    public List<String> bindTexts() {
        return binds().stream()
                .map(bind -> bind.source() + ":" + bind.target() + ":" + String.join(",", bind.options()))
                .sorted()
                .toList();
    }

    /** Target to options of every file system in memory. */
    public Map<String, String> tmpfs() {
        Map<String, String> all = new TreeMap<>();
        mounts(Mount.Tmpfs.class).forEach(tmpfs -> all.put(tmpfs.target(), String.join(",", tmpfs.options())));
        return all;
    }

    /** Where in the container something was mounted at the client's wish. */
    public List<String> mountTargets() {
        return container.spec().storage().mounts().stream().map(Mount::target).toList();
    }

    private <T extends Mount> Stream<T> mounts(Class<T> type) {
        return container.spec().storage().mounts().stream()
                .filter(type::isInstance)
                .map(type::cast);
    }

    /** The word for the network. */
    public String networkMode() {
        return switch (container.spec().namespaces().network()) {
            case NetworkMode.Default d -> "bridge";
            case NetworkMode.None n -> "none";
            case NetworkMode.Host h -> "host";
        };
    }

    /** Network name to network id, as inspect shows it: the mode stands in for a network where there is none. */
    public Map<String, String> networks() {
        return switch (container.spec().namespaces().network()) {
            case NetworkMode.Default d -> Map.of(DEFAULT_NETWORK, defaultNetworkId());
            case NetworkMode.None n -> Map.of("none", "none");
            case NetworkMode.Host h -> Map.of("host", "host");
        };
    }

    /** Names of real networks only. */
    public List<String> networkNames() {
        return container.spec().namespaces().network() instanceof NetworkMode.Default
                ? List.of(DEFAULT_NETWORK)
                : List.of();
    }

    /** Where its network namespace can be joined; empty when there is none of its own. */
    public String sandboxKey() {
        boolean host = container.spec().namespaces().network() instanceof NetworkMode.Host;
        long pid = container.state().pid();
        return host || pid == 0 ? "" : "/proc/" + pid + "/ns/net";
    }

    /** The id of the built-in network is the digest of its name (behaviour.md 10). */
    private static String defaultNetworkId() {
        try {
            byte[] name = DEFAULT_NETWORK.getBytes(StandardCharsets.UTF_8);
            return Digest.sha256(MessageDigest.getInstance("SHA-256").digest(name))
                    .hex();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code private} or {@code host}. */
    public static String mode(NamespaceMode mode) {
        return switch (mode) {
            case NamespaceMode.Private p -> "private";
            case NamespaceMode.Host h -> "host";
        };
    }

    /** Nanoseconds of processor time a second, as docker counts; 0 when not limited that way. */
    public long nanoCpus() {
        long period = container.spec().resources().cpuPeriod().orElse(0L);
        return period == 100_000 ? container.spec().resources().cpuQuota().orElse(0L) * 10_000 : 0;
    }

    /** RLIMIT_ names with soft and hard limit, sorted. */
    public <T> List<T> rlimits(RlimitMapping<T> mapping) {
        return new TreeMap<>(container.spec().process().rlimits())
                .entrySet().stream()
                        .map(e -> mapping.map(
                                "RLIMIT_" + e.getKey().toUpperCase(Locale.ROOT),
                                e.getValue().soft(),
                                e.getValue().hard()))
                        .toList();
    }

    /** Makes one limit of the wire. */
    @FunctionalInterface
    public interface RlimitMapping<T> {
        /** -1 means unlimited. */
        T map(String name, long soft, long hard);
    }

    /** Options that were given against the default protection. */
    public List<String> securityOptions() {
        Stream.Builder<String> options = Stream.builder();
        SecuritySpec security = container.spec().security();
        if (security.noNewPrivileges()) {
            options.add("no-new-privileges");
        }
        if (security.seccomp() instanceof SeccompProfile.Unconfined) {
            options.add("seccomp=unconfined");
        }
        if (security.unmask().stream().anyMatch("all"::equalsIgnoreCase)) {
            options.add("unmask=all");
        }
        return options.build().toList();
    }

    /** Annotations, those included by which podman remembers how a container was made. */
    public Map<String, String> annotations() {
        Map<String, String> all = new LinkedHashMap<>(container.spec().annotations());
        if (container.spec().lifecycle().autoRemove()) {
            all.putIfAbsent("io.podman.annotations.autoremove", "TRUE");
        }
        if (container.spec().process().init()) {
            all.putIfAbsent("io.podman.annotations.init", "TRUE");
        }
        return new TreeMap<>(all);
    }

    /** Docker's word for the state, which knows fewer states. */
    public static String dockerState(ContainerStatus status) {
        return switch (status) {
            case CREATED, INITIALIZED -> "created";
            case RUNNING, STOPPING -> "running";
            case PAUSED -> "paused";
            case REMOVING -> "removing";
            case STOPPED, EXITED -> "exited";
            case UNKNOWN -> "dead";
        };
    }

    /** Docker's sentence about the state, such as {@code Up 3 seconds}. */
    public String dockerStatus(Instant now) {
        ContainerState state = container.state();
        return switch (state.status()) {
            case CREATED, INITIALIZED -> "Created";
            case RUNNING, STOPPING -> "Up " + HumanText.duration(Duration.between(startedAt(), now));
            case PAUSED -> "Up " + HumanText.duration(Duration.between(startedAt(), now)) + " (Paused)";
            case REMOVING -> "Removal In Progress";
            case STOPPED, EXITED ->
                "Exited (" + state.exitCode() + ") " + HumanText.duration(Duration.between(finishedAt(), now)) + " ago";
            case UNKNOWN -> "Dead";
        };
    }
}
