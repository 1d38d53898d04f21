package io.helipod.adapters.oci.registry;

import io.helipod.adapters.oci.RegistryConfig.Timing;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * An answer's body that is given up when next to nothing comes of it: a registry that drips must not hold us for ever. Only time spent
 * waiting for it counts, not that which its reader takes. For one reading thread.
 */
final class WatchedInput extends FilterInputStream {
    /** Bytes that must come in each period in which most of the time was spent waiting. */
    private static final long FEWEST_BYTES = 16 * 1024;

    private static final int SKIPPED = 1 << 16;

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("helipod-registry-watch").factory());
    private final long period;
    private final long limit;
    private Optional<ScheduledFuture<?>> watch = Optional.empty();
    private long until = Long.MAX_VALUE;
    private long bytes;
    private long waited;
    private long waitingSince;
    private boolean waiting;
    private boolean stalled;

    WatchedInput(InputStream in, Timing timing) {
        super(in);
        this.period = timing.stall().toNanos();
        this.limit = timing.answer().toNanos();
    }

    /** The same, for what is so small that it must be here whole as soon as an answer must begin. Call before reading. */
    WatchedInput small() {
        synchronized (this) {
            until = System.nanoTime() + limit;
        }
        return this;
    }

    private void look() {
        synchronized (this) {
            long now = System.nanoTime();
            if (waiting) {
                waited += now - waitingSince;
                waitingSince = now;
            }
            stalled = waited > period / 10 * 9 && bytes < FEWEST_BYTES || until != Long.MAX_VALUE && now - until > 0;
            bytes = 0;
            waited = 0;
            if (!stalled) {
                return;
            }
        }
        try {
            in.close(); // wakes the reader
        } catch (IOException e) {
            // it will hear of it
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        begin();
        int count;
        try {
            count = in.read(into, offset, length);
        } catch (IOException e) {
            throw hasStalled() ? new IOException("the transfer has stalled", e) : e;
        } finally {
            end();
        }
        if (hasStalled()) {
            throw new IOException("the transfer has stalled");
        }
        synchronized (this) {
            bytes += Math.max(count, 0);
        }
        return count;
    }

    /** Otherwise what is skipped would not be watched. */
    @Override
    public long skip(long count) throws IOException {
        int read = read(new byte[(int) Math.clamp(count, 0, SKIPPED)]);
        return Math.max(read, 0);
    }

    private synchronized void begin() {
        if (watch.isEmpty()) {
            watch = Optional.of(CLOCK.scheduleAtFixedRate(this::look, period, period, TimeUnit.NANOSECONDS));
        }
        waiting = true;
        waitingSince = System.nanoTime();
    }

    private synchronized void end() {
        waiting = false;
        waited += System.nanoTime() - waitingSince;
    }

    private synchronized boolean hasStalled() {
        return stalled;
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            watch.ifPresent(one -> one.cancel(false));
        }
        super.close();
    }
}
