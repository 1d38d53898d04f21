package io.helipod.app.service;

import io.helidon.webserver.ListenerConfig;

/** What is served: puts routing and connection handling on a listener. Called once per listener. */
@FunctionalInterface
public interface ServedApi {
    /**
     * @param listener to be completed
     * @param active to be run when a connection sends its first byte
     * @param closed to be run when such a connection has ended, hijacked ones included
     */
    void install(ListenerConfig.BuilderBase<?, ?> listener, Runnable active, Runnable closed);
}
