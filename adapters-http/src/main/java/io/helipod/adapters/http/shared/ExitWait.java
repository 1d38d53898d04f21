package io.helipod.adapters.http.shared;

import io.helipod.core.container.ContainerLifecycle;
import io.helipod.core.container.Containers;
import io.helipod.core.container.Signal;
import io.helipod.core.container.WaitCondition;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.id.NameOrId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for a container on behalf of a client; the wait ends with the thread's interruption and is then given up. */
public final class ExitWait {
    private ExitWait() {}

    /**
     * Sends a signal. SIGKILL is answered when the end is recorded (behaviour.md 18).
     *
     * @throws InterruptedIOException as {@link #await}
     */
    public static void kill(Containers containers, ContainerLifecycle lifecycle, NameOrId ref, Signal signal)
            throws IOException {
        NameOrId id = NameOrId.of(containers.inspect(ref).id());
        if (!signal.equals(Signal.KILL)) {
            lifecycle.kill(id, signal);
            return;
        }
        Future<Integer> end = lifecycle.await(id, new WaitCondition.NextExit());
        try {
            lifecycle.kill(id, signal);
            int unused = await(end);
        } finally {
            end.cancel(false);
        }
    }

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
