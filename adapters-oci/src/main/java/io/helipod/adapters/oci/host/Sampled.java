package io.helipod.adapters.oci.host;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that changes by itself and is costly to look at: a reading serves for a while. Thread-safe and without a lock; readers
 * that come at once when it is due may each look.
 */
final class Sampled<T> implements Supplier<T> {
    private final Supplier<T> source;
    private final long nanos;
    private final LongSupplier ticker;
    private volatile @Nullable Reading<T> last;

    private record Reading<T>(T value, long at) {}

    /** @param ticker nanoseconds that only grow, such as {@link System#nanoTime} */
    Sampled(Supplier<T> source, Duration serves, LongSupplier ticker) {
        this.source = source;
        this.nanos = serves.toNanos();
        this.ticker = ticker;
    }

    @Override
    public T get() {
        long now = ticker.getAsLong();
        Reading<T> reading = last;
        if (reading == null || now - reading.at() >= nanos) {
            reading = new Reading<>(source.get(), now);
            last = reading;
        }
        return reading.value();
    }
}
