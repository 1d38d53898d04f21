package io.helipod.adapters.oci.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SampledTest {
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the ticker may overflow
    private final Sampled<Integer> sampled = new Sampled<>(looks::incrementAndGet, Duration.ofNanos(10), now::get);

    @Test
    void aReadingServesForItsTime() {
        assertEquals(1, sampled.get());
        now.addAndGet(9);
        assertEquals(1, sampled.get());
    }

    @Test
    void thenItIsLookedAtAgain() {
        assertEquals(1, sampled.get());
        now.addAndGet(10);
        assertEquals(2, sampled.get());
        assertEquals(2, sampled.get());
    }
}
