package io.helipod.adapters.http.shared;

import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.Unavailable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for a container on behalf of a client; the wait ends with the thread's interruption and is then given up. */
public final class ExitWait {
    private ExitWait() {}

    /**
     * The exit code.
     *
     * @throws InterruptedIOException when the thread was interrupted: the client is gone or the service ends
     */
    public static int await(Future<Integer> end) throws IOException {
        try {
            return end.get();
        } catch (InterruptedException e) {
            end.cancel(false);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a container");
        } catch (CancellationException e) {
            throw new Unavailable("the wait was given up", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EngineException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
