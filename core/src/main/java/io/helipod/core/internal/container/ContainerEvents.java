package io.helipod.core.internal.container;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.event.Event;
import io.helipod.core.event.EventAction;
import io.helipod.core.event.EventType;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Makes the events of containers, with the attributes clients expect (types.md 6). */
public final class ContainerEvents {
    private final InstantSource clock;

    ContainerEvents(InstantSource clock) {
        this.clock = clock;
    }

    Event of(EventAction action, ContainerRecord container) {
        return of(action, container, Map.of());
    }

    /** An event with further attributes. */
    public Event of(EventAction action, ContainerRecord container, Map<String, String> extra) {
        Map<String, String> attributes = new HashMap<>(container.spec().labels());
        attributes.put("image", container.imageName());
        attributes.put("name", container.name());
        attributes.put("podId", "");
        attributes.putAll(extra);
        return new Event(
                EventType.CONTAINER, action, container.id().value(), container.name(), clock.instant(), attributes);
    }

    /** The same with the exit code of the last run. */
    Event ended(EventAction action, ContainerRecord container) {
        return of(
                action,
                container,
                Map.of("containerExitCode", Integer.toString(container.state().exitCode())));
    }
}
