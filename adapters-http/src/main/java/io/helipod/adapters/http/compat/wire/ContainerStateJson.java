package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.helipod.adapters.http.shared.ContainerView;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerStatus;
import java.time.Instant;

/** A container's state in docker's words (types.md 3.2): paused counts as running. */
@JsonPropertyOrder(alphabetic = true)
public record ContainerStateJson(
        @JsonProperty("Status") String status,
        @JsonProperty("Running") boolean running,
        @JsonProperty("Paused") boolean paused,
        @JsonProperty("OOMKilled") boolean oomKilled,
        @JsonProperty("Pid") long pid,
        @JsonProperty("ExitCode") int exitCode,
        @JsonProperty("Error") String error,
        @JsonProperty("StartedAt") Instant startedAt,
        @JsonProperty("FinishedAt") Instant finishedAt) {
    /** The state of a container. */
    public static ContainerStateJson from(ContainerRecord container) {
        ContainerView view = new ContainerView(container);
        return new ContainerStateJson(
                ContainerView.dockerState(container.status()),
                container.status().isAlive(),
                container.status() == ContainerStatus.PAUSED,
                container.state().oomKilled(),
                container.status().isAlive() ? container.state().pid() : 0,
                container.state().exitCode(),
                container.state().error(),
                view.startedAt(),
                view.finishedAt());
    }

    @JsonProperty("Restarting")
    public boolean restarting() {
        return false;
    }

    @JsonProperty("Dead")
    public boolean dead() {
        return status.equals("dead");
    }
}
