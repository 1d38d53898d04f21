package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.http.compat.wire.CreateContainerJson.HealthcheckJson;
import io.helipod.adapters.http.compat.wire.CreateHostConfigJson.LogConfigJson;
import io.helipod.adapters.http.shared.EnvEntries;
import io.helipod.adapters.http.shared.Leftovers;
import io.helipod.adapters.http.shared.LogOptions;
import io.helipod.adapters.http.shared.SpecTexts;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ExposedPort;
import io.helipod.core.container.LifecycleSpec;
import io.helipod.core.container.LogSpec;
import io.helipod.core.container.NamespaceSpec;
import io.helipod.core.container.NetworkMode;
import io.helipod.core.container.ProcessSpec;
import io.helipod.core.container.ResourceSpec;
import io.helipod.core.container.Rlimit;
import io.helipod.core.container.SecuritySpec;
import io.helipod.core.container.Signal;
import io.helipod.core.container.StorageSpec;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Docker's create body to what the core calls a container. Fields nothing here honours are refused by name. */
final class CreateContainerMapper {
    /** AttachStd* only steer the client, Name is the query's. */
    private static final Leftovers LEFTOVERS =
            new Leftovers(Set.of("Name", "AttachStdin", "AttachStdout", "AttachStderr", "ArgsEscaped"), Map.of());

    private static final Leftovers HOST_LEFTOVERS = new Leftovers(
            Set.of("ContainerIDFile", "ConsoleSize"),
            Map.of("UsernsMode", Set.of("host"), "Isolation", Set.of("default"), "CpuCount", Set.of("0")));

    private static final Leftovers HEALTH_LEFTOVERS = new Leftovers(Set.of(), Map.of());
    private final CreateContainerJson body;
    private final Optional<CreateHostConfigJson> host;

    CreateContainerMapper(CreateContainerJson body) {
        this.body = body;
        this.host = body.hostConfig();
    }

    ContainerSpec toDomain(Optional<String> name) {
        refuse();
        Map<String, String> annotations =
                host.flatMap(CreateHostConfigJson::annotations).orElse(Map.of());
        return new ContainerSpec(
                name,
                SpecTexts.nonEmpty(body.image())
                        .orElseThrow(() -> new InvalidArgument("Image is missing: no image was given")),
                SpecTexts.nonEmpty(body.hostname()),
                body.labels().orElse(Map.of()),
                annotations,
                List.of(),
                Optional.empty(),
                body.exposedPorts().orElse(Map.of()).keySet().stream()
                        .flatMap(text -> ExposedPort.parse(text).stream())
                        .toList(),
                process(),
                namespaces(),
                host.map(SecurityMapper::toDomain).orElse(SecuritySpec.DEFAULT),
                storage(),
                host.map(ResourcesMapper::toDomain).orElse(ResourceSpec.NONE),
                log(),
                new LifecycleSpec(
                        SpecTexts.nonEmpty(body.stopSignal()).map(Signal::parse),
                        body.stopTimeout(),
                        host.map(CreateHostConfigJson::autoRemove).orElse(false)));
    }

    private void refuse() {
        LEFTOVERS.refuse("", body.others());
        host.ifPresent(config -> {
            if (config.others().entrySet().stream()
                    .anyMatch(
                            field -> field.getKey().equalsIgnoreCase("Links") && !Leftovers.isZero(field.getValue()))) {
                throw new InvalidArgument("bad parameter: HostConfig.Links is not supported");
            }
            HOST_LEFTOVERS.refuse("HostConfig.", config.others());
            String policy = config.restartPolicy()
                    .flatMap(CreateHostConfigJson.RestartJson::name)
                    .orElse("");
            if (!policy.isEmpty() && !policy.equals("no")) {
                throw new NotSupported("HostConfig.RestartPolicy " + policy + " is not supported");
            }
        });
        body.healthcheck().ifPresent(CreateContainerMapper::refuseHealthcheck);
    }

    private static void refuseHealthcheck(HealthcheckJson check) {
        List<String> test = check.test().orElse(List.of());
        if (test.isEmpty()) {
            HEALTH_LEFTOVERS.refuse("Healthcheck.", check.others());
        } else if (!test.getFirst().equals("NONE")) {
            throw new NotSupported("Healthcheck is not supported");
        }
    }

    private ProcessSpec process() {
        EnvEntries env = EnvEntries.parse(body.env().orElse(List.of()));
        return new ProcessSpec(
                body.entrypoint().map(CreateContainerMapper::withoutEmptyWord),
                body.cmd().filter(command -> !command.isEmpty()),
                env.values(),
                env.unset(body.unsetEnvAll(), body.unsetEnv().orElse(List.of())),
                SpecTexts.nonEmpty(body.user()),
                SpecTexts.nonEmpty(body.workingDir()),
                body.tty(),
                body.openStdin(),
                body.stdinOnce(),
                host.flatMap(CreateHostConfigJson::init).orElse(false),
                host.flatMap(CreateHostConfigJson::groupAdd).orElse(List.of()),
                rlimits(),
                Optional.empty(),
                host.map(CreateHostConfigJson::oomScoreAdj).filter(adjustment -> adjustment != 0));
    }

    /** The docker CLI writes no entrypoint as one empty word. */
    private static List<String> withoutEmptyWord(List<String> entrypoint) {
        return entrypoint.equals(List.of("")) ? List.of() : entrypoint;
    }

    private Map<String, Rlimit> rlimits() {
        Map<String, Rlimit> limits = new LinkedHashMap<>();
        for (CreateHostConfigJson.UlimitBodyJson limit :
                host.flatMap(CreateHostConfigJson::ulimits).orElse(List.of())) {
            String name = SpecTexts.rlimitName(limit.name().orElse(""));
            BigInteger soft = limit.soft().orElse(BigInteger.ZERO);
            limits.put(name, SpecTexts.rlimit(name, soft, limit.hard().orElse(soft)));
        }
        return limits;
    }

    private NamespaceSpec namespaces() {
        NetworkMode network = SpecTexts.network("HostConfig.NetworkMode", text(CreateHostConfigJson::networkMode));
        body.networkingConfig().ifPresent(config -> {
            for (Map.Entry<String, JsonNode> endpoint :
                    config.endpointsConfig().orElse(Map.of()).entrySet()) {
                String field = "NetworkingConfig.EndpointsConfig." + endpoint.getKey();
                SpecTexts.network(field + ": network", endpoint.getKey());
                new Leftovers(Set.of(), Map.of()).refuse(field + ".", members(endpoint.getValue()));
            }
        });
        return new NamespaceSpec(
                SpecTexts.namespace("HostConfig.PidMode", text(CreateHostConfigJson::pidMode)),
                SpecTexts.ipcNamespace("HostConfig.IpcMode", text(CreateHostConfigJson::ipcMode)),
                SpecTexts.namespace("HostConfig.UTSMode", text(CreateHostConfigJson::utsMode)),
                SpecTexts.namespace("HostConfig.CgroupnsMode", text(CreateHostConfigJson::cgroupnsMode)),
                network);
    }

    private static Map<String, JsonNode> members(JsonNode node) {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        node.properties().forEach(field -> all.put(field.getKey(), field.getValue()));
        return all;
    }

    private String text(Function<CreateHostConfigJson, Optional<String>> field) {
        return host.flatMap(field).orElse("");
    }

    private StorageSpec storage() {
        return new StorageSpec(
                host.map(CreateHostConfigJson::readonlyRootfs).orElse(false),
                true,
                new MountsMapper(body).toDomain(),
                host.flatMap(CreateHostConfigJson::devices).orElse(List.of()).stream()
                        .map(device -> SpecTexts.device(
                                device.pathOnHost().orElse(""),
                                device.pathInContainer().orElse(""),
                                device.cgroupPermissions().orElse("")))
                        .toList(),
                host.flatMap(config -> SpecTexts.nonZero(config.shmSize())));
    }

    private LogSpec log() {
        Optional<LogConfigJson> log = host.flatMap(CreateHostConfigJson::logConfig);
        LogOptions options = LogOptions.parse(log.flatMap(LogConfigJson::config).orElse(Map.of()));
        return new LogSpec(
                SpecTexts.logDriver(log.flatMap(LogConfigJson::type).orElse("")),
                options.path(),
                options.maxSize(),
                options.tag());
    }
}
