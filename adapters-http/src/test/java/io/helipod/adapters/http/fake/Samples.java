package io.helipod.adapters.http.fake;

import io.helipod.core.container.ContainerPaths;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ContainerState;
import io.helipod.core.container.ContainerStatus;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ImageId;
import io.helipod.core.system.RuntimeFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values that tests show to clients. */
public final class Samples {
    public static final ContainerId ID = new ContainerId("c".repeat(64));
    public static final ImageId IMAGE = new ImageId("a".repeat(64));
    public static final Instant CREATED = Instant.parse("2024-05-01T10:00:00.5Z");

    private Samples() {}

    /** A container of a spec, called {@code web}, that ran {@code args}. */
    public static ContainerRecord container(ContainerSpec spec, ContainerState state, String... args) {
        return new ContainerRecord(
                ID, "web", CREATED, spec, List.of(args), IMAGE, "quay.io/libpod/testimage:1", state, List.of(), 1);
    }

    /** Running since ten minutes after its creation. */
    public static ContainerState running() {
        return new ContainerState(
                ContainerStatus.RUNNING,
                42,
                41,
                0,
                Optional.of(CREATED.plusSeconds(600)),
                Optional.empty(),
                false,
                "",
                false);
    }

    /** Ended with 3 an hour after its creation. */
    public static ContainerState exited() {
        return running().exited(3, CREATED.plusSeconds(3600), false);
    }

    /** Where the container's parts lie. */
    public static ContainerPaths paths() {
        return new ContainerPaths(
                "/root/containers/web",
                Optional.of("/root/containers/web/ctr.log"),
                "/run/web/config.json",
                "/run/web/pidfile",
                "/run/web/conmon.pid",
                "/run/web/resolv.conf",
                "/run/web/hostname",
                "/run/web/hosts",
                "/helipod/web",
                Map.of("MergedDir", "/run/web/merged"));
    }

    /** The programs. */
    public static RuntimeFacts runtime() {
        return new RuntimeFacts(
                "crun",
                "/usr/bin/crun",
                "crun version 1.8",
                "first that works",
                Map.of(),
                "/usr/bin/conmon",
                "conmon version 2.1.6",
                "cgroupfs",
                "",
                List.of("CAP_CHOWN", "CAP_KILL"));
    }
}
