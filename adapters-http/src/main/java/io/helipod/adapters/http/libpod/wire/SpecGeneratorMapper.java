package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.http.libpod.wire.SpecGeneratorJson.HealthJson;
import io.helipod.adapters.http.libpod.wire.SpecGeneratorJson.LogConfigJson;
import io.helipod.adapters.http.libpod.wire.SpecGeneratorJson.MountJson;
import io.helipod.adapters.http.libpod.wire.SpecGeneratorJson.NamespaceJson;
import io.helipod.adapters.http.shared.Capabilities;
import io.helipod.adapters.http.shared.EnvEntries;
import io.helipod.adapters.http.shared.Leftovers;
import io.helipod.adapters.http.shared.LogOptions;
import io.helipod.adapters.http.shared.MountOptions;
import io.helipod.adapters.http.shared.SpecTexts;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ExposedPort;
import io.helipod.core.container.LifecycleSpec;
import io.helipod.core.container.LogSpec;
import io.helipod.core.container.Mount;
import io.helipod.core.container.NamespaceSpec;
import io.helipod.core.container.NetworkMode;
import io.helipod.core.container.ProcessSpec;
import io.helipod.core.container.Rlimit;
import io.helipod.core.container.SeccompProfile;
import io.helipod.core.container.SecuritySpec;
import io.helipod.core.container.Signal;
import io.helipod.core.container.StorageSpec;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Podman's create body to what the core calls a container. Fields nothing here honours are refused by name. */
final class SpecGeneratorMapper {
    /**
     * Idle are: what only the client looks at, passwd lines that are never written, a working directory that is always made, and
     * the settings of health checks, of which there are none.
     */
    private static final Leftovers LEFTOVERS = new Leftovers(
            Set.of(
                    "volatile",
                    "manage_password",
                    "create_working_dir",
                    "httpproxy",
                    "healthLogDestination",
                    "healthMaxLogCount",
                    "healthMaxLogSize"),
            Map.of(
                    "systemd", Set.of("true", "false"),
                    "sdnotifyMode", Set.of("container", "ignore"),
                    "restart_policy", Set.of("no"),
                    "image_volume_mode", Set.of("anonymous", "ignore"),
                    "seccomp_policy", Set.of("default", "empty"),
                    "cgroups_mode", Set.of("enabled"),
                    "apparmor_profile", Set.of("unconfined"),
                    "base_hosts_file", Set.of("none")));

    private static final Leftovers NONE = new Leftovers(Set.of(), Map.of());
    private final SpecGeneratorJson body;

    SpecGeneratorMapper(SpecGeneratorJson body) {
        this.body = body;
    }

    ContainerSpec toDomain(Optional<String> nameOfQuery) {
        refuse();
        return new ContainerSpec(
                SpecTexts.nonEmpty(nameOfQuery).or(() -> SpecTexts.nonEmpty(body.name())),
                SpecTexts.nonEmpty(body.image())
                        .orElseThrow(() -> new InvalidArgument("image is missing: must set image or rootfs")),
                SpecTexts.nonEmpty(body.hostname()),
                body.labels().orElse(Map.of()),
                body.annotations().orElse(Map.of()),
                body.createCommand().orElse(List.of()),
                SpecTexts.nonEmpty(body.rawImageName()),
                exposedPorts(),
                process(),
                namespaces(),
                security(),
                storage(),
                body.resourceLimits()
                        .map(limits -> OciResourcesMapper.toDomain(limits, body.cgroupParent()))
                        .orElseGet(() -> OciResourcesMapper.none(body.cgroupParent())),
                log(),
                new LifecycleSpec(
                        body.stopSignal()
                                .filter(text -> !text.isEmpty() && !text.equals("0"))
                                .map(Signal::parse),
                        body.stopTimeout(),
                        body.remove().orElse(false)));
    }

    private void refuse() {
        Map<String, JsonNode> others = new LinkedHashMap<>(body.others());
        // there is no SELinux here that could be switched off
        others.entrySet()
                .removeIf(field -> field.getKey().equalsIgnoreCase("selinux_opts") && onlyDisables(field.getValue()));
        LEFTOVERS.refuse("", others);
        body.healthconfig().ifPresent(SpecGeneratorMapper::refuseHealthcheck);
        body.idmappings().ifPresent(SpecGeneratorMapper::refuseMappings);
        String userns = text(body.userns(), "userns");
        if (!Set.of("", "default", "host").contains(userns)) {
            throw new NotSupported("userns " + userns + " is not supported");
        }
    }

    private static boolean onlyDisables(JsonNode options) {
        return options.isArray()
                && options.size() == 1
                && options.get(0).asText().equals("disable");
    }

    private static void refuseHealthcheck(HealthJson check) {
        List<String> test = check.test().orElse(List.of());
        if (test.isEmpty()) {
            NONE.refuse("healthconfig.", check.others());
        } else if (!test.getFirst().equals("NONE")) {
            throw new NotSupported("healthconfig is not supported");
        }
    }

    private static void refuseMappings(JsonNode mappings) {
        for (Map.Entry<String, JsonNode> field : mappings.properties()) {
            boolean host = field.getKey().startsWith("Host");
            if (!host && !Leftovers.isZero(field.getValue())) {
                throw new NotSupported("idmappings." + field.getKey() + " is not supported");
            }
        }
    }

    private ProcessSpec process() {
        return new ProcessSpec(
                body.entrypoint().map(list -> list.equals(List.of("")) ? List.<String>of() : list),
                body.command().filter(list -> !list.isEmpty()),
                body.env().orElse(Map.of()),
                new EnvEntries(Map.of(), Set.of())
                        .unset(body.unsetEnvAll().orElse(false), body.unsetEnv().orElse(List.of())),
                SpecTexts.nonEmpty(body.user()),
                SpecTexts.nonEmpty(body.workDir()),
                body.terminal().orElse(false),
                body.stdin().orElse(false),
                // podman's containers hear the end of their client's input; the Libpod family has no other word for it
                body.stdin().orElse(false),
                body.init().orElse(false),
                body.groups().orElse(List.of()),
                rlimits(),
                SpecTexts.nonEmpty(body.umask()).map(SpecGeneratorMapper::octal),
                body.oomScoreAdj());
    }

    private List<ExposedPort> exposedPorts() {
        List<ExposedPort> all = new ArrayList<>();
        body.expose().orElse(Map.of()).forEach((port, protocols) -> {
            for (String protocol : protocols.split(",", -1)) {
                all.addAll(ExposedPort.parse(port + "/" + protocol));
            }
        });
        return all;
    }

    private static String octal(String umask) {
        if (!umask.matches("[0-7]{1,4}")) {
            throw new InvalidArgument("invalid umask " + umask + ": must be an octal number");
        }
        return umask;
    }

    private Map<String, Rlimit> rlimits() {
        Map<String, Rlimit> limits = new LinkedHashMap<>();
        for (SpecGeneratorJson.RlimitJson limit : body.rLimits().orElse(List.of())) {
            String name = SpecTexts.rlimitName(limit.type().orElse(""));
            BigInteger soft = limit.soft().orElse(BigInteger.ZERO);
            limits.put(name, SpecTexts.rlimit(name, soft, limit.hard().orElse(soft)));
        }
        return limits;
    }

    private NamespaceSpec namespaces() {
        NetworkMode network = SpecTexts.network("netns", text(body.netns(), "netns"));
        body.networks().orElse(Map.of()).forEach((name, options) -> {
            SpecTexts.network("Networks: network", name);
            if (!Leftovers.isZero(options)) {
                throw new NotSupported("Networks." + name + ": options of a network are not supported");
            }
        });
        return new NamespaceSpec(
                SpecTexts.namespace("pidns", text(body.pidns(), "pidns")),
                SpecTexts.ipcNamespace("ipcns", text(body.ipcns(), "ipcns")),
                SpecTexts.namespace("utsns", text(body.utsns(), "utsns")),
                SpecTexts.namespace("cgroupns", text(body.cgroupns(), "cgroupns")),
                network);
    }

    private static String text(Optional<NamespaceJson> namespace, String field) {
        String mode = namespace.flatMap(NamespaceJson::mode).orElse("");
        String value = namespace.flatMap(NamespaceJson::value).orElse("");
        if (!value.isEmpty()) {
            throw new NotSupported(field + " " + mode + ":" + value + " is not supported");
        }
        return mode;
    }

    private SecuritySpec security() {
        SeccompProfile seccomp = switch (body.seccompProfilePath().orElse("")) {
            case "" -> SeccompProfile.DEFAULT;
            case "unconfined" -> SeccompProfile.UNCONFINED;
            default -> throw new NotSupported("seccomp_profile_path is not supported");
        };
        return new SecuritySpec(
                Capabilities.parse(body.capAdd().orElse(List.of())),
                Capabilities.parse(body.capDrop().orElse(List.of())),
                body.noNewPrivileges().orElse(false),
                seccomp,
                body.mask().orElse(List.of()),
                body.unmask().orElse(List.of()).stream()
                        .map(path -> path.equalsIgnoreCase(Capabilities.ALL) ? Capabilities.ALL : path)
                        .toList());
    }

    private StorageSpec storage() {
        Map<String, Mount> byTarget = new LinkedHashMap<>();
        for (MountJson mount : body.mounts().orElse(List.of())) {
            if (byTarget.putIfAbsent(mount.destination().orElse(""), mount(mount)) != null) {
                throw new InvalidArgument(
                        "duplicate mount point: " + mount.destination().orElse(""));
            }
        }
        return new StorageSpec(
                body.readOnlyFilesystem().orElse(false),
                // clients that want these mounts and do not say so name them among their mounts
                body.readWriteTmpfs().orElse(false),
                List.copyOf(byTarget.values()),
                body.devices().orElse(List.of()).stream()
                        .map(device -> SpecTexts.device(device.path().orElse("")))
                        .toList(),
                body.shmSize().filter(size -> size > 0));
    }

    private static Mount mount(MountJson mount) {
        NONE.refuse("mounts.", mount.others());
        String target = mount.destination().orElse("");
        List<String> options = mount.options().orElse(List.of());
        boolean bindOption = options.contains("bind") || options.contains("rbind");
        String type = mount.type().orElse("");
        return switch (type.isEmpty() && bindOption ? "bind" : type) {
            case "bind" -> MountOptions.bind(mount.source().orElse(""), target, false, options);
            case "tmpfs" -> MountOptions.tmpfs(target, options);
            default -> throw new NotSupported("mounts " + target + ": type " + type + " is not supported");
        };
    }

    private LogSpec log() {
        Optional<LogConfigJson> log = body.logConfiguration();
        LogOptions options =
                LogOptions.parse(log.flatMap(LogConfigJson::options).orElse(Map.of()));
        return new LogSpec(
                SpecTexts.logDriver(log.flatMap(LogConfigJson::driver).orElse("")),
                options.path().or(() -> SpecTexts.nonEmpty(log.flatMap(LogConfigJson::path))),
                options.maxSize().or(() -> log.map(LogConfigJson::size).filter(bytes -> bytes != 0)),
                options.tag());
    }
}
