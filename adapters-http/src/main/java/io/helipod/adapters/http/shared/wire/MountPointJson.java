package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.container.Mount;
import java.util.List;
import java.util.Set;

/** Something mounted that is not a file system in memory (types.md 3.1 InspectMount; docker's MountPoint plus Options). */
public record MountPointJson(
        @JsonProperty("Type") String type,
        @JsonProperty("Source") String source,
        @JsonProperty("Destination") String destination,
        @JsonProperty("Driver") String driver,
        @JsonProperty("Mode") String mode,
        @JsonProperty("Options") List<String> options,
        @JsonProperty("RW") boolean readWrite,
        @JsonProperty("Propagation") String propagation) {
    private static final Set<String> PROPAGATION =
            Set.of("private", "rprivate", "slave", "rslave", "shared", "rshared", "unbindable", "runbindable");

    /** A bind. */
    public static MountPointJson from(Mount.Bind bind) {
        List<String> others = bind.options().stream()
                .filter(option -> !option.equals("ro") && !option.equals("rw") && !PROPAGATION.contains(option))
                .toList();
        String propagation = bind.options().stream()
                .filter(PROPAGATION::contains)
                .findFirst()
                .orElse("");
        return new MountPointJson("bind", bind.source(), bind.target(), "", "", others, !bind.readOnly(), propagation);
    }
}
