package io.helipod.core.internal.work;

import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.OutputSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The streams that clients hold, by the process they belong to. A client that does not read may keep a process's monitor in its
 * write, where it notices no end; so once a process was sent SIGKILL, its clients are given a moment to hear the rest, and are then
 * cut off. Thread-safe.
 */
public final class OpenStreams<K> {
    private static final long SECONDS_FOR_THE_REST = 2;
    private static final Executor LATER = CompletableFuture.delayedExecutor(
            SECONDS_FOR_THE_REST,
            TimeUnit.SECONDS,
            task -> Thread.ofVirtual().name("helipod-cut-off").start(task));
    private final ConcurrentHashMap<K, Set<AttachedStreams>> open = new ConcurrentHashMap<>();

    /** The streams, known here until they are closed. */
    public AttachedStreams add(K process, AttachedStreams streams) {
        AttachedStreams known = new Known(process, streams);
        open.compute(process, (key, all) -> {
            Set<AttachedStreams> some = all == null ? ConcurrentHashMap.newKeySet() : all;
            some.add(known);
            return some;
        });
        return known;
    }

    /**
     * Cuts off a process's clients unless its end is known soon.
     *
     * @param over whether it is; asked once, on another thread
     */
    public void cutOffUnless(K process, BooleanSupplier over) {
        if (!open.containsKey(process)) {
            return;
        }
        LATER.execute(() -> {
            if (!over.getAsBoolean()) {
                open.getOrDefault(process, Set.of()).forEach(AttachedStreams::close);
            }
        });
    }

    private final class Known implements AttachedStreams {
        private final K process;
        private final AttachedStreams streams;

        private Known(K process, AttachedStreams streams) {
            this.process = process;
            this.streams = streams;
        }

        @Override
        public void pump(OutputSink sink) throws IOException {
            streams.pump(sink);
        }

        @Override
        public OutputStream stdin() {
            return streams.stdin();
        }

        @Override
        public void close() {
            open.computeIfPresent(process, (key, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
            streams.close();
        }
    }
}
