package io.helipod.adapters.http.libpod.wire;

import io.helipod.adapters.http.libpod.wire.SpecGeneratorJson.CpuJson;
import io.helipod.adapters.http.libpod.wire.SpecGeneratorJson.MemoryJson;
import io.helipod.adapters.http.libpod.wire.SpecGeneratorJson.PidsJson;
import io.helipod.adapters.http.libpod.wire.SpecGeneratorJson.ResourcesJson;
import io.helipod.adapters.http.shared.Leftovers;
import io.helipod.adapters.http.shared.SpecTexts;
import io.helipod.core.container.ResourceSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** OCI limits as podman's body has them. */
final class OciResourcesMapper {
    private static final Leftovers LEFTOVERS = new Leftovers(Set.of(), Map.of());

    private OciResourcesMapper() {}

    static ResourceSpec none(Optional<String> cgroupParent) {
        return toDomain(
                new ResourcesJson(Optional.empty(), Optional.empty(), Optional.empty(), Map.of()), cgroupParent);
    }

    static ResourceSpec toDomain(ResourcesJson body, Optional<String> cgroupParent) {
        LEFTOVERS.refuse("resource_limits.", body.others());
        Optional<MemoryJson> memory = body.memory();
        Optional<CpuJson> cpu = body.cpu();
        memory.ifPresent(part -> LEFTOVERS.refuse("resource_limits.memory.", part.others()));
        cpu.ifPresent(part -> LEFTOVERS.refuse("resource_limits.cpu.", part.others()));
        return new ResourceSpec(
                set(memory.flatMap(MemoryJson::limit)).filter(bytes -> bytes > 0),
                set(memory.flatMap(MemoryJson::swap)),
                set(memory.flatMap(MemoryJson::reservation)),
                memory.flatMap(MemoryJson::swappiness).filter(value -> value >= 0),
                set(cpu.flatMap(CpuJson::shares)),
                set(cpu.flatMap(CpuJson::quota)),
                set(cpu.flatMap(CpuJson::period)),
                SpecTexts.nonEmpty(cpu.flatMap(CpuJson::cpus)),
                SpecTexts.nonEmpty(cpu.flatMap(CpuJson::mems)),
                set(body.pids().flatMap(PidsJson::limit)),
                SpecTexts.nonEmpty(cgroupParent));
    }

    /** Zero means not asked for. */
    private static Optional<Long> set(Optional<Long> value) {
        return value.filter(number -> number != 0);
    }
}
