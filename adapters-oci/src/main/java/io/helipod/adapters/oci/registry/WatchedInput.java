package io.helipod.adapters.oci.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
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

    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("helipod-registry-watch").factory());
    private final long period;
    private final ScheduledFuture<?> watch;
    private long bytes;
    private long waited;
    private long waitingSince;
    private boolean waiting;
    private boolean stalled;

    WatchedInput(InputStream in, Duration period) {
        super(in);
        this.period = period.toNanos();
        this.watch = CLOCK.scheduleAtFixedRate(this::look, this.period, this.period, TimeUnit.NANOSECONDS);
    }

    private void look() {
        synchronized (this) {
            long now = System.nanoTime();
            if (waiting) {
                waited += now - waitingSince;
                waitingSince = now;
            }
            stalled = waited > period / 10 * 9 && bytes < FEWEST_BYTES;
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

    private synchronized void begin() {
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
        watch.cancel(false);
        super.close();
    }
}
