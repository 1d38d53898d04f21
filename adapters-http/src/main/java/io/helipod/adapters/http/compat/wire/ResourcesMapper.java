package io.helipod.adapters.http.compat.wire;

import io.helipod.adapters.http.shared.SpecTexts;
import io.helipod.core.container.ResourceSpec;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.Optional;

/** Docker's limits; zero means not asked for. */
final class ResourcesMapper {
    private static final long PERIOD = 100_000;
    private static final long NANOS_PER_QUOTA = 10_000;

    private ResourcesMapper() {}

    static ResourceSpec toDomain(CreateHostConfigJson body) {
        Optional<Long> period = SpecTexts.nonZero(body.cpuPeriod());
        Optional<Long> quota = body.cpuQuota() == 0 ? Optional.empty() : Optional.of(body.cpuQuota());
        if (body.nanoCpus() != 0) {
            if (period.isPresent() || quota.isPresent()) {
                throw new InvalidArgument("NanoCpus conflicts with CpuPeriod and CpuQuota");
            }
            period = Optional.of(PERIOD);
            quota = Optional.of(body.nanoCpus() / NANOS_PER_QUOTA);
        }
        return new ResourceSpec(
                SpecTexts.nonZero(body.memory()),
                body.memorySwap() == 0 ? Optional.empty() : Optional.of(body.memorySwap()),
                SpecTexts.nonZero(body.memoryReservation()),
                body.memorySwappiness().filter(value -> value != -1),
                SpecTexts.nonZero(body.cpuShares()),
                quota,
                period,
                SpecTexts.nonEmpty(body.cpusetCpus()),
                SpecTexts.nonEmpty(body.cpusetMems()),
                body.pidsLimit().filter(limit -> limit != 0),
                SpecTexts.nonEmpty(body.cgroupParent()));
    }
}
