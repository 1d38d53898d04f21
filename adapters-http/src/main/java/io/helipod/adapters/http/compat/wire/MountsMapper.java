package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.http.compat.wire.CreateHostConfigJson.BindOptionsJson;
import io.helipod.adapters.http.compat.wire.CreateHostConfigJson.MountJson;
import io.helipod.adapters.http.compat.wire.CreateHostConfigJson.TmpfsOptionsJson;
import io.helipod.adapters.http.shared.Leftovers;
import io.helipod.adapters.http.shared.MountOptions;
import io.helipod.core.container.Mount;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Docker's four ways to ask for a mount: Binds, Mounts, Tmpfs and Volumes. One target can be mounted on once. */
final class MountsMapper {
    private static final Leftovers LEFTOVERS = new Leftovers(Set.of("Consistency"), Map.of());
    private final CreateContainerJson body;
    private final Map<String, Mount> byTarget = new LinkedHashMap<>();

    MountsMapper(CreateContainerJson body) {
        this.body = body;
    }

    List<Mount> toDomain() {
        body.hostConfig().ifPresent(host -> {
            host.binds().orElse(List.of()).forEach(text -> add(bind(text)));
            host.mounts().orElse(List.of()).forEach(mount -> add(mount(mount)));
            host.tmpfs()
                    .orElse(Map.of())
                    .forEach((target, options) -> add(
                            MountOptions.tmpfs(target, options.isEmpty() ? List.of() : List.of(options.split(",")))));
        });
        for (Map.Entry<String, JsonNode> volume :
                body.volumes().orElse(Map.of()).entrySet()) {
            if (!byTarget.containsKey(bare(volume.getKey()))) {
                throw new NotSupported("Volumes " + volume.getKey() + ": anonymous volumes are not supported");
            }
        }
        return List.copyOf(byTarget.values());
    }

    private void add(Mount mount) {
        if (byTarget.putIfAbsent(bare(mount.target()), mount) != null) {
            throw new InvalidArgument("duplicate mount point: " + mount.target());
        }
    }

    private static String bare(String target) {
        return target.length() > 1 && target.endsWith("/") ? target.substring(0, target.length() - 1) : target;
    }

    /** {@code source:target[:options]}. */
    private static Mount bind(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length < 2 || parts.length > 3) {
            if (parts.length == 1) {
                throw new NotSupported("HostConfig.Binds " + text + ": anonymous volumes are not supported");
            }
            throw new InvalidArgument("invalid volume specification: " + text);
        }
        if (!parts[0].startsWith("/")) {
            throw new NotSupported("HostConfig.Binds " + text + ": named volumes are not supported");
        }
        List<String> options = parts.length == 3 && !parts[2].isEmpty() ? List.of(parts[2].split(",")) : List.of();
        return MountOptions.bind(parts[0], parts[1], true, options);
    }

    private static Mount mount(MountJson mount) {
        LEFTOVERS.refuse("HostConfig.Mounts.", mount.others());
        String target = mount.target().orElse("");
        return switch (mount.type().orElse("")) {
            case "bind" -> bind(mount, target);
            case "tmpfs" -> tmpfs(mount, target);
            case "volume" -> throw new NotSupported("HostConfig.Mounts " + target + ": volumes are not supported");
            default ->
                throw new NotSupported(
                        "HostConfig.Mounts " + target + ": type " + mount.type().orElse("") + " is not supported");
        };
    }

    private static Mount bind(MountJson mount, String target) {
        List<String> options = new ArrayList<>();
        mount.bindOptions().ifPresent(bind -> {
            new Leftovers(Set.of(), Map.of()).refuse("HostConfig.Mounts.BindOptions.", bind.others());
            bind.propagation().filter(text -> !text.isEmpty()).ifPresent(options::add);
            if (bind.nonRecursive()) {
                options.add("bind");
            }
        });
        if (mount.readOnly()) {
            options.add("ro");
        }
        boolean create =
                mount.bindOptions().map(BindOptionsJson::createMountpoint).orElse(false);
        return MountOptions.bind(mount.source().orElse(""), target, create, options);
    }

    private static Mount tmpfs(MountJson mount, String target) {
        List<String> options = new ArrayList<>();
        Optional<TmpfsOptionsJson> tmpfs = mount.tmpfsOptions();
        tmpfs.map(TmpfsOptionsJson::sizeBytes).filter(size -> size > 0).ifPresent(size -> options.add("size=" + size));
        tmpfs.map(TmpfsOptionsJson::mode)
                .filter(mode -> mode > 0)
                .ifPresent(mode -> options.add("mode=" + Integer.toOctalString(mode)));
        tmpfs.flatMap(TmpfsOptionsJson::options)
                .orElse(List.of())
                .forEach(option -> options.add(String.join("=", option)));
        if (mount.readOnly()) {
            options.add("ro");
        }
        return MountOptions.tmpfs(target, options);
    }
}
