package io.helipod.adapters.oci.archive;

import io.helipod.core.id.Digest;
import io.helipod.core.spi.image.ImageArchiveFormat;
import io.helipod.core.testing.TestImages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Keeps blobs in memory. */
final class MemorySink implements ImageArchiveFormat.BlobSink {
    final Map<Digest, byte[]> blobs = new HashMap<>();

    @Override
    public ImageArchiveFormat.Stored store(InputStream data) throws IOException {
        byte[] bytes = data.readAllBytes();
        Digest digest = Digest.parse("sha256:" + TestImages.hex(bytes));
        blobs.put(digest, bytes);
        return new ImageArchiveFormat.Stored(digest, bytes.length);
    }

    @Override
    public InputStream open(Digest digest) {
        return new ByteArrayInputStream(Objects.requireNonNull(blobs.get(digest)));
    }
}
