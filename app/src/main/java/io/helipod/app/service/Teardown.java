package io.helipod.app.service;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, last first, each once; a failure is logged and does not keep the others open. Not thread-safe. */
final class Teardown implements Closing {
    private static final System.Logger LOGGER = System.getLogger(Teardown.class.getName());

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** Takes what was just opened. */
    <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOGGER.log(Level.WARNING, "closing failed", e);
            }
        }
    }
}
