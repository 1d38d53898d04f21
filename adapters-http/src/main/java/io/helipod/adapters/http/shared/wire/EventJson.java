package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.event.Event;
import io.helipod.core.event.EventAction;
import io.helipod.core.event.EventType;
import java.util.Map;
import java.util.TreeMap;

/** An event, the same document on both trees but for a few words (types.md 6). */
public record EventJson(
        @JsonProperty("status") String status,

        @JsonProperty("id") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String id,

        @JsonProperty("from") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String from,

        @JsonProperty("Type") String type,
        @JsonProperty("Action") String action,
        @JsonProperty("Actor") Actor actor,
        @JsonProperty("scope") String scope,
        @JsonProperty("time") long time,
        @JsonProperty("timeNano") long timeNano) {
    /** What it happened to. */
    public record Actor(
            @JsonProperty("ID") String id,
            @JsonProperty("Attributes") Map<String, String> attributes) {}

    /** In podman's words. */
    public static EventJson podman(Event event) {
        return of(event, event.action().wire(), new TreeMap<>(event.attributes()));
    }

    /** For podman's clients before version 5, which take no event without an exit code. */
    public static EventJson olderPodman(Event event) {
        Map<String, String> attributes = new TreeMap<>(event.attributes());
        attributes.putIfAbsent("containerExitCode", "0");
        return of(event, event.action().wire(), attributes);
    }

    /** In docker's words, as far as the reference says them: a container's removal stays {@code remove}. */
    public static EventJson docker(Event event) {
        Map<String, String> attributes = new TreeMap<>(event.attributes());
        if (event.type() == EventType.CONTAINER && event.action() == EventAction.DIED) {
            attributes.put("exitCode", attributes.getOrDefault("containerExitCode", "0"));
            return of(event, "die", attributes);
        }
        if (event.action() == EventAction.EXEC_DIED) {
            attributes.put("exitCode", attributes.getOrDefault("containerExitCode", "0"));
            return of(event, "exec_die", attributes);
        }
        boolean delete = event.type() == EventType.IMAGE && event.action() == EventAction.REMOVE;
        return of(event, delete ? "delete" : event.action().wire(), attributes);
    }

    private static EventJson of(Event event, String action, Map<String, String> attributes) {
        long seconds = event.time().getEpochSecond();
        return new EventJson(
                action,
                event.id(),
                attributes.getOrDefault("image", ""),
                event.type().wire(),
                action,
                new Actor(event.id(), attributes),
                "local",
                seconds,
                seconds * 1_000_000_000 + event.time().getNano());
    }
}
