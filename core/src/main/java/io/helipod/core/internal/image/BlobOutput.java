package io.helipod.core.internal.image;

import io.helipod.core.spi.storage.ContentStore.BlobWriter;
import java.io.IOException;
import java.io.OutputStream;

/** A blob on its way in, for those who write streams. Closing it changes nothing. */
public final class BlobOutput extends OutputStream {
    private final BlobWriter writer;

    public BlobOutput(BlobWriter writer) {
        this.writer = writer;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        writer.write(bytes, offset, length);
    }
}
