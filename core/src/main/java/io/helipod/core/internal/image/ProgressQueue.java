package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.id.Digest;
import io.helipod.core.image.TransferListener;
import io.helipod.core.image.TransferProgress;
import io.helipod.core.image.TransferProgress.LayerStep;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Keeps a listener that takes its time, such as a client that does not read, from holding up a transfer that others may wait for: steps are
 * told by a thread of their own, and of those that wait the ones that a newer one supersedes are left out. Closing it waits until all has
 * been told. What the listener throws ends the transfer at its next step, or else at the end.
 */
final class ProgressQueue implements TransferListener, AutoCloseable {
    /** So many may wait; beyond that, layers' steps are left out. */
    private static final int MOST = 4096;

    private static final Duration GRACE = Duration.ofSeconds(1);
    private final TransferListener listener;
    private final Deque<TransferProgress> waiting = new ArrayDeque<>();
    private final Thread teller;
    private Optional<RuntimeException> failure = Optional.empty();
    private boolean thrown;
    private boolean ended;

    ProgressQueue(TransferListener listener) {
        this.listener = listener;
        this.teller = Thread.ofVirtual().name("helipod-progress").start(this::tell);
    }

    @Override
    public synchronized void progress(TransferProgress step) {
        if (failure.isPresent()) {
            thrown = true;
            throw failure.get();
        }
        if (step instanceof TransferProgress.Layer layer) {
            if (isCount(layer.step())) {
                waiting.removeIf(older -> older instanceof TransferProgress.Layer other
                        && isSameCount(other, layer.blob(), layer.step()));
            }
            if (waiting.size() >= MOST) {
                return;
            }
        }
        waiting.add(step);
        notifyAll();
    }

    private static boolean isCount(LayerStep step) {
        return step == LayerStep.DOWNLOADING || step == LayerStep.PUSHING;
    }

    private static boolean isSameCount(TransferProgress.Layer older, Digest blob, LayerStep step) {
        return older.step() == step && older.blob().equals(blob);
    }

    private void tell() {
        try {
            for (Optional<TransferProgress> step = next(); step.isPresent(); step = next()) {
                listener.progress(step.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed(e);
        } catch (Error e) {
            failed(new IllegalStateException("progress could not be told", e));
        }
    }

    private synchronized Optional<TransferProgress> next() throws InterruptedException {
        while (waiting.isEmpty() && !ended) {
            wait();
        }
        return Optional.ofNullable(waiting.poll());
    }

    private synchronized void failed(RuntimeException cause) {
        failure = Optional.of(cause);
        waiting.clear();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** What nobody has heard of yet. */
    private synchronized Optional<RuntimeException> failure() {
        return thrown ? Optional.empty() : failure;
    }

    /** Whoever listens is gone, or is to be given up: its last call should be over, but is not waited for if it is not. */
    private void letGo() {
        try {
            boolean unused = teller.join(GRACE);
        } catch (InterruptedException e) {
            // once is enough
        }
    }

    @Override
    public void close() {
        end();
        try {
            teller.join();
        } catch (InterruptedException e) {
            teller.interrupt();
            letGo();
            Thread.currentThread().interrupt();
            throw new Unavailable("the transfer was interrupted", e);
        }
        failure().ifPresent(cause -> {
            throw cause;
        });
    }
}
