package io.helipod.core.internal.container;

import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.OutputSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Streams of a container that could not be initialised when a client attached. Docker's clients attach before they start and
 * want the reason of a failure from the start; so the attach succeeds and ends when the start fails, or is connected when the
 * start works after all.
 */
final class PendingStreams implements AttachedStreams {
    private static final int MOST_EARLY_INPUT = 1 << 20;
    private final CompletableFuture<AttachedStreams> connected = new CompletableFuture<>();
    private final Runnable given;
    private final EarlyInput stdin = new EarlyInput();

    /**
     * @param given called when the client closes them
     */
    PendingStreams(Runnable given) {
        this.given = given;
    }

    /** The container is there: output flows from now on, and what was typed ahead goes in; the caller does not wait for that. */
    void connect(AttachedStreams streams) {
        if (!connected.complete(streams)) {
            streams.close();
            return;
        }
        Thread.ofVirtual().name("early-input").start(stdin::catchUp);
    }

    @Override
    public void pump(OutputSink sink) throws IOException {
        try {
            connected.get().pump(sink);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CancellationException e) {
            // closed before there was anything: the output is simply empty
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public OutputStream stdin() {
        return stdin;
    }

    @Override
    public void close() {
        if (!connected.cancel(false) && !connected.isCancelled()) {
            connected.join().close();
        }
        given.run();
    }

    /** Whether they were closed before there was anything to connect. */
    boolean isClosed() {
        return connected.isCancelled();
    }

    /** Keeps what a client types ahead, within bounds, and in its order with what comes later. */
    private final class EarlyInput extends OutputStream {
        private final ByteArrayOutputStream early = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
            if (!connected.isDone() && early.size() + length <= MOST_EARLY_INPUT) {
                early.write(bytes, offset, length);
                return;
            }
            drained().write(bytes, offset, length);
        }

        @Override
        public synchronized void flush() throws IOException {
            if (connected.isDone()) {
                drained().flush();
            }
        }

        @Override
        public synchronized void close() throws IOException {
            try (OutputStream target = drained()) {
                target.flush();
            }
        }

        private void catchUp() {
            try {
                flush();
            } catch (IOException e) {
                // the client hears it when it types again
            }
        }

        private OutputStream drained() throws IOException {
            try {
                OutputStream target = connected.get().stdin();
                early.writeTo(target);
                early.reset();
                return target;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } catch (CancellationException | ExecutionException e) {
                throw new IOException("the container did not start", e);
            }
        }
    }
}
