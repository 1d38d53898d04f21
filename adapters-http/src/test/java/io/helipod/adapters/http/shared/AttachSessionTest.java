package io.helipod.adapters.http.shared;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.http.fake.FakeProcess;
import io.helipod.core.stream.StreamType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AttachSessionTest {
    private final FakeProcess process = new FakeProcess();
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    @Test
    void theClientsEndOfInputIsTheProcessesAndOutputGoesOn() throws IOException {
        process.onEndOfInput(text -> {
            process.print(StreamType.STDOUT, text);
            process.end();
        });
        new AttachSession(process, DetachKeys.parse(""))
                .run(new ByteArrayInputStream("foo".getBytes(UTF_8)), true, this::take);
        assertEquals("foo", seen.toString(UTF_8));
    }

    @Test
    void theDetachKeysEndTheSessionAndLeaveTheProcessAlone() throws Exception {
        PipedOutputStream typing = new PipedOutputStream();
        InputStream client = new PipedInputStream(typing);
        CompletableFuture<Void> done = CompletableFuture.runAsync(() -> {
            try {
                new AttachSession(process, DetachKeys.parse("q")).run(client, true, this::take);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        typing.write('q');
        typing.flush();
        done.get(10, TimeUnit.SECONDS);
        assertTrue(process.isClosed());
        assertEquals("", process.input());
    }

    @Test
    void aClientThatTakesNoMoreEndsTheSession() {
        process.print(StreamType.STDOUT, "x");
        AttachSession session = new AttachSession(process, DetachKeys.parse(""));
        assertThrows(
                IOException.class,
                () -> session.run(InputStream.nullInputStream(), false, (type, bytes) -> {
                    throw new IOException("gone");
                }));
        assertTrue(process.isClosed());
    }

    private void take(StreamType type, java.nio.ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            seen.write(bytes.get());
        }
    }
}
