package io.helipod.core.internal.exec;

import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.OutputSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A session's streams, which end when its end is recorded too: clients ask for the exit code as soon as they have seen the end of the
 * output.
 */
final class ExecStreams implements AttachedStreams {
    private final AttachedStreams streams;
    private final CompletableFuture<Void> over;

    /**
     * @param over completes when the end is recorded; completed by {@link #close}
     */
    ExecStreams(AttachedStreams streams, CompletableFuture<Void> over) {
        this.streams = streams;
        this.over = over;
    }

    @Override
    public void pump(OutputSink sink) throws IOException {
        streams.pump(sink);
        try {
            over.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("this future is never failed", e);
        }
    }

    @Override
    public OutputStream stdin() {
        return streams.stdin();
    }

    @Override
    public void close() {
        over.complete(null);
        streams.close();
    }
}
