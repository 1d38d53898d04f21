package io.helipod.core.internal.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.OutputSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PendingStreamsTest {
    /** Takes input, and counts bytes. */
    private static final class Process implements AttachedStreams {
        private final StringBuffer typed = new StringBuffer();
        private final CountDownLatch bytes;
        private final CountDownLatch ended = new CountDownLatch(1);

        private Process(int awaited) {
            this.bytes = new CountDownLatch(awaited);
        }

        @Override
        public void pump(OutputSink sink) {}

        @Override
        public OutputStream stdin() {
            return new OutputStream() {
                @Override
                public void write(int b) {
                    typed.append((char) b);
                    bytes.countDown();
                }

                @Override
                public void close() {
                    ended.countDown();
                }
            };
        }

        @Override
        public void close() {}
    }

    private static void type(PendingStreams streams, String text) throws IOException {
        streams.stdin().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void whatWasTypedAheadGoesInWithoutAnotherKey() throws Exception {
        PendingStreams streams = new PendingStreams(() -> {});
        type(streams, "early ");
        Process process = new Process("early ".length());
        streams.connect(process);
        assertTrue(process.bytes.await(5, TimeUnit.SECONDS));
        type(streams, "late");
        streams.stdin().close();
        assertTrue(process.ended.await(5, TimeUnit.SECONDS));
        assertEquals("early late", process.typed.toString());
    }
}
