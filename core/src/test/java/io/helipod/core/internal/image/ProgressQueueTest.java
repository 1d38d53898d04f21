package io.helipod.core.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.id.Digest;
import io.helipod.core.image.TransferProgress;
import io.helipod.core.image.TransferProgress.LayerStep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressQueueTest {
    private static final Digest BLOB = Digest.parse("sha256:" + "a".repeat(64));
    private static final Digest OTHER = Digest.parse("sha256:" + "b".repeat(64));
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<TransferProgress> told = new ArrayList<>();

    private static TransferProgress step(Digest blob, LayerStep step, long current) {
        return new TransferProgress.Layer(blob, step, current, 100);
    }

    private void slowly(TransferProgress step) {
        begun.countDown();
        try {
            goOn.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted", e);
        }
        told.add(step);
    }

    @Test
    void whatANewerStepSupersedesIsLeftOut() throws InterruptedException {
        TransferProgress first = step(BLOB, LayerStep.WAITING, 0);
        TransferProgress last = step(BLOB, LayerStep.DOWNLOADED, 100);
        try (ProgressQueue queue = new ProgressQueue(this::slowly)) {
            queue.progress(first);
            begun.await();
            queue.progress(step(OTHER, LayerStep.DOWNLOADING, 7));
            for (int i = 0; i < 100; i++) {
                queue.progress(step(BLOB, LayerStep.DOWNLOADING, i));
            }
            queue.progress(last);
            goOn.countDown();
        }
        assertEquals(
                List.of(first, step(OTHER, LayerStep.DOWNLOADING, 7), step(BLOB, LayerStep.DOWNLOADING, 99), last),
                told);
    }

    @Test
    void soManyStepsWaitAndTheImagesAlways() throws InterruptedException {
        try (ProgressQueue queue = new ProgressQueue(this::slowly)) {
            queue.progress(step(BLOB, LayerStep.WAITING, 0));
            begun.await();
            for (int i = 0; i < 5000; i++) {
                queue.progress(step(BLOB, LayerStep.WAITING, i));
            }
            queue.progress(new TransferProgress.Manifest(OTHER));
            goOn.countDown();
        }
        assertEquals(4098, told.size());
        assertEquals(new TransferProgress.Manifest(OTHER), told.getLast());
    }

    @Test
    void anInterruptedWaitEnds() throws InterruptedException {
        Thread waiting = Thread.ofVirtual().start(() -> {
            ProgressQueue queue = new ProgressQueue(this::slowly);
            queue.progress(step(BLOB, LayerStep.WAITING, 0));
            assertThrows(Unavailable.class, queue::close);
        });
        begun.await();
        waiting.interrupt();
        waiting.join();
        assertEquals(List.of(), told);
    }
}
