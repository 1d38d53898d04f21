package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.helipod.adapters.http.shared.ContainerView;
import io.helipod.core.container.ContainerPaths;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerStatus;
import java.time.Instant;

/** A container's state in podman's words (types.md 3.1 State). */
@JsonPropertyOrder(alphabetic = true)
public record InspectStateJson(
        @JsonProperty("Status") String status,
        @JsonProperty("Running") boolean running,
        @JsonProperty("Paused") boolean paused,
        @JsonProperty("OOMKilled") boolean oomKilled,
        @JsonProperty("Pid") long pid,

        @JsonProperty("ConmonPid") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        long conmonPid,

        @JsonProperty("ExitCode") int exitCode,
        @JsonProperty("Error") String error,
        @JsonProperty("StartedAt") Instant startedAt,
        @JsonProperty("FinishedAt") Instant finishedAt,

        @JsonProperty("CgroupPath") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String cgroupPath,

        @JsonProperty("StoppedByUser") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean stoppedByUser) {
    /** The state of a container. */
    public static InspectStateJson from(ContainerRecord container, ContainerPaths paths) {
        ContainerView view = new ContainerView(container);
        return new InspectStateJson(
                container.status().wire(),
                container.status() == ContainerStatus.RUNNING,
                container.status() == ContainerStatus.PAUSED,
                container.state().oomKilled(),
                container.state().pid(),
                container.state().monitorPid(),
                container.state().exitCode(),
                container.state().error(),
                view.startedAt(),
                view.finishedAt(),
                paths.cgroup(),
                container.state().stoppedByUser());
    }

    @JsonProperty("OciVersion")
    public String ociVersion() {
        return "1.2.0";
    }

    @JsonProperty("Restarting")
    public boolean restarting() {
        return false;
    }

    @JsonProperty("Dead")
    public boolean dead() {
        return false;
    }

    @JsonProperty("CheckpointedAt")
    public Instant checkpointedAt() {
        return ContainerView.NEVER;
    }

    @JsonProperty("RestoredAt")
    public Instant restoredAt() {
        return ContainerView.NEVER;
    }
}
