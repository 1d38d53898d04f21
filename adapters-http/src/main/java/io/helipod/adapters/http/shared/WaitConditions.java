package io.helipod.adapters.http.shared;

import io.helipod.core.container.ContainerStatus;
import io.helipod.core.container.WaitCondition;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads what clients wait for (behaviour.md 17). */
public final class WaitConditions {
    private WaitConditions() {}

    /** Docker's three conditions; empty is the first. */
    public static WaitCondition docker(String text) {
        return switch (text) {
            case "", "not-running" -> new WaitCondition.NotRunning();
            case "next-exit" -> new WaitCondition.NextExit();
            case "removed" -> new WaitCondition.Removed();
            default -> throw new InvalidArgument("invalid condition \"" + text + "\": not a valid docker condition");
        };
    }

    /** Podman's states, of which any ends the wait; none means the end of the process. */
    public static WaitCondition libpod(List<String> texts) {
        Set<ContainerStatus> statuses = EnumSet.noneOf(ContainerStatus.class);
        texts.forEach(text -> statuses.add(status(text)));
        if (statuses.isEmpty()) {
            statuses.addAll(EnumSet.of(ContainerStatus.STOPPED, ContainerStatus.EXITED));
        }
        return new WaitCondition.Reaches(statuses);
    }

    /** Whether it is about healthchecks, which no container has. */
    public static boolean asksForHealth(List<String> texts) {
        return texts.contains("healthy") || texts.contains("unhealthy");
    }

    private static ContainerStatus status(String text) {
        return switch (text) {
            case "unknown" -> ContainerStatus.UNKNOWN;
            case "created" -> ContainerStatus.CREATED;
            case "initialized" -> ContainerStatus.INITIALIZED;
            case "running" -> ContainerStatus.RUNNING;
            case "stopped" -> ContainerStatus.STOPPED;
            case "paused" -> ContainerStatus.PAUSED;
            case "exited" -> ContainerStatus.EXITED;
            case "removing" -> ContainerStatus.REMOVING;
            default -> throw new InvalidArgument("invalid condition \"" + text + "\": unknown container state");
        };
    }
}
