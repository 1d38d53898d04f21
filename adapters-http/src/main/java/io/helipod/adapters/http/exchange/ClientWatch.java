package io.helipod.adapters.http.exchange;

import io.helidon.webserver.ConnectionContext;

/**
 * Interrupts a handler whose client has gone. It reads the connection, so that can take no further request; a client that only
 * half-closes counts as gone, as with the reference.
 */
final class ClientWatch implements AutoCloseable {
    private final Thread handler = Thread.currentThread();
    private boolean over;

    ClientWatch(ConnectionContext connection) {
        Thread.ofVirtual().name("helipod-client-watch").start(() -> {
            try {
                connection.dataReader().ensureAvailable();
            } catch (RuntimeException e) {
                gone();
            }
        });
    }

    private synchronized void gone() {
        if (!over) {
            handler.interrupt();
        }
    }

    @Override
    public synchronized void close() {
        over = true;
        // an interrupt that came too late is not meant for what this thread does next
        boolean unused = Thread.interrupted();
    }
}
