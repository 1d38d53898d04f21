package io.helipod.core.event;

import io.helipod.core.stream.Feed;

/** Driving port: what happens in the engine. Thread-safe. */
public interface Events {
    /**
     * Opens a feed; events published after this call returns are not missed. A reader that falls too far behind is cut
     * off: its feed ends.
     *
     * @throws io.helipod.core.error.EngineException.InvalidFilter for an unknown filter
     */
    Feed<Event> subscribe(EventQuery query);
}
