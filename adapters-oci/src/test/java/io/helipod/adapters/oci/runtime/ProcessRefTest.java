package io.helipod.adapters.oci.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessRefTest {
    @Test
    void aProcessIsAliveUntilItEnds() throws Exception {
        Process sleep = new ProcessBuilder("/bin/sleep", "1000").start();
        ProcessRef ref = ProcessRef.find(sleep.pid()).orElseThrow();
        assertTrue(ref.isAlive());
        ref.signal(9);
        assertTrue(sleep.waitFor(10, TimeUnit.SECONDS));
        assertFalse(ref.isAlive());
        assertEquals(Optional.empty(), ProcessRef.find(sleep.pid()));
        ref.signal(9);
    }

    @Test
    void anotherProcessUnderTheSameNumberIsNotHit() throws IOException, InterruptedException {
        Process sleep = new ProcessBuilder("/bin/sleep", "1000").start();
        try {
            ProcessRef now = ProcessRef.find(sleep.pid()).orElseThrow();
            ProcessRef former = new ProcessRef(now.pid(), now.started() - 1);
            assertFalse(former.isAlive());
            former.signal(9);
            assertFalse(sleep.waitFor(200, TimeUnit.MILLISECONDS));
        } finally {
            Process unused = sleep.destroyForcibly();
        }
    }
}
