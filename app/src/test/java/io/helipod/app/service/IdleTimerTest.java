package io.helipod.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IdleTimerTest {
    private static final Duration SHORT = Duration.ofMillis(80);

    private final CountDownLatch fired = new CountDownLatch(1);

    @Test
    void withoutAnyConnectionItFires() throws InterruptedException {
        try (IdleTimer timer = new IdleTimer(SHORT, fired::countDown)) {
            timer.start();
            assertTrue(fired.await(10, TimeUnit.SECONDS), timer::toString);
        }
    }

    @Test
    void whileOneOfTwoConnectionsIsInUseItWaits() throws InterruptedException {
        try (IdleTimer timer = new IdleTimer(SHORT, fired::countDown)) {
            timer.start();
            timer.active();
            timer.active();
            timer.closed();
            assertFalse(fired.await(400, TimeUnit.MILLISECONDS));
            timer.closed();
            assertTrue(fired.await(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void closedItNeverFires() throws InterruptedException {
        IdleTimer timer = new IdleTimer(SHORT, fired::countDown);
        timer.start();
        timer.active();
        timer.close();
        timer.closed();
        assertFalse(fired.await(300, TimeUnit.MILLISECONDS));
    }

    @Test
    void connectionsStayBelowTheDescriptors() {
        assertEquals(
                224, OpenFileLimit.connections("Max open files            1024                 4096          files\n"));
        assertEquals(4096, OpenFileLimit.connections("Max open files   unlimited   unlimited   files\n"));
        assertEquals(8, OpenFileLimit.connections("Max open files   16   16   files\n"));
        assertEquals(224, OpenFileLimit.connections(""));
    }
}
