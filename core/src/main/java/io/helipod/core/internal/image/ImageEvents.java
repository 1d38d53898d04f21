package io.helipod.core.internal.image;

import io.helipod.core.event.Event;
import io.helipod.core.event.EventAction;
import io.helipod.core.event.EventType;
import io.helipod.core.image.ImageRecord;
import java.time.InstantSource;
import java.util.Map;

/** Makes the events of images (types.md 6). */
final class ImageEvents {
    private ImageEvents() {}

    static Event of(EventAction action, ImageRecord image, String name, InstantSource clock) {
        return new Event(
                EventType.IMAGE,
                action,
                image.id().value(),
                name,
                clock.instant(),
                Map.of("name", name, "image", name, "podId", ""));
    }

    /** A pull that failed, of which there may be no image. */
    static Event pullError(String name, String error, InstantSource clock) {
        return new Event(
                EventType.IMAGE,
                EventAction.PULL_ERROR,
                "",
                name,
                clock.instant(),
                Map.of("name", name, "image", name, "podId", "", "error", error));
    }
}
