package io.helipod.adapters.http;

/** Hears of connections in use, for a service that leaves when nobody needs it. Called by connection threads; must not block. */
public interface ConnectionObserver {
    /** Hears nothing. */
    ConnectionObserver NONE = new ConnectionObserver() {
        @Override
        public void active() {}

        @Override
        public void closed() {}
    };

    /** A connection has sent its first byte; one that never does is not counted (behaviour.md 28). */
    void active();

    /** A connection that was active is closed, hijacked or not. */
    void closed();
}
