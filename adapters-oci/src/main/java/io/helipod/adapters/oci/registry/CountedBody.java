package io.helipod.adapters.oci.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.util.concurrent.atomic.AtomicLong;

/** A request's body that says how far it has gone. */
final class CountedBody extends FilterInputStream {
    private final RegistryRequest.Body body;
    private final AtomicLong sent;
    private long count;

    private CountedBody(InputStream in, RegistryRequest.Body body, AtomicLong sent) {
        super(in);
        this.body = body;
        this.sent = sent;
    }

    /** Opens the body anew each time it is sent. */
    static HttpRequest.BodyPublisher publisher(RegistryRequest.Body body, AtomicLong sent) {
        if (body.length() == 0) {
            return HttpRequest.BodyPublishers.noBody();
        }
        return HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofInputStream(() -> {
                    try {
                        return new CountedBody(body.source().open(), body, sent);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                body.length());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read > 0) {
            count += read;
            sent.addAndGet(read);
            body.sent().sent(count);
        }
        return read;
    }
}
