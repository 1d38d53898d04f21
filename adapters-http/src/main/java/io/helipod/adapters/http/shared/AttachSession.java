package io.helipod.adapters.http.shared;

import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.OutputSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A client attached to a process (behaviour.md 13): input on a thread of its own, output on the caller's. The client's end of
 * input closes the process's input only; the process's end, the detach keys or a client that takes no more ends it all.
 */
public final class AttachSession {
    private final AttachedStreams streams;
    private final DetachKeys keys;
    private final AtomicBoolean detached = new AtomicBoolean();

    public AttachSession(AttachedStreams streams, DetachKeys keys) {
        this.streams = streams;
        this.keys = keys;
    }

    /**
     * Passes bytes until the process's side ends or the client detaches; closes the streams.
     *
     * @param client what the client types; not read when {@code withInput} is false
     * @param sink takes the output
     * @throws IOException when the client takes no more output, or the process's side broke
     */
    public void run(InputStream client, boolean withInput, OutputSink sink) throws IOException {
        if (withInput) {
            Thread.ofVirtual().name("attach-input").start(() -> copyInput(client));
        }
        try (streams) {
            streams.pump(sink);
        } catch (IOException e) {
            if (!detached.get()) {
                throw e;
            }
        }
    }

    /** Ends by itself when the connection is closed under it. */
    private void copyInput(InputStream client) {
        try {
            if (keys.copy(client, new ForgivingOutput(streams.stdin()))) {
                detached.set(true);
                streams.close();
            } else {
                streams.stdin().close();
            }
        } catch (IOException | RuntimeException e) {
            // the client is gone: what it typed last is complete, its end is the end of the input
            closeInput();
        }
    }

    private void closeInput() {
        try {
            streams.stdin().close();
        } catch (IOException e) {
            // the process's side is gone too
        }
    }

    /** A process that reads no more must not keep its client from typing the detach keys. */
    private static final class ForgivingOutput extends OutputStream {
        private final OutputStream out;
        private boolean broken;

        ForgivingOutput(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            if (broken) {
                return;
            }
            try {
                out.write(bytes, offset, length);
                out.flush();
            } catch (IOException e) {
                broken = true;
            }
        }
    }
}
