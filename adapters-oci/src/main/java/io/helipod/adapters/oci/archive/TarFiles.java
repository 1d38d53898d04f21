package io.helipod.adapters.oci.archive;

import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.Digest;
import io.helipod.core.spi.image.OutgoingArchive;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of an archive in the order they are written, each name once. Filled and written by one thread. */
final class TarFiles implements OutgoingArchive {
    /** Large, since each is a write to the client. */
    private static final int BUFFER = 1 << 18;

    private static final int END = 2 * TarHeader.BLOCK;

    private final List<TarFile> files = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /** Bytes that are here, or the blob that has them. */
    private record TarFile(String name, long size, byte[] bytes, Optional<Digest> blob) {}

    TarFiles folder(String name) {
        return add(new TarFile(name + "/", 0, new byte[0], Optional.empty()));
    }

    TarFiles file(String name, byte[] bytes) {
        return add(new TarFile(name, bytes.length, bytes, Optional.empty()));
    }

    TarFiles blob(String name, Digest digest, long size) {
        return add(new TarFile(name, size, new byte[0], Optional.of(digest)));
    }

    private TarFiles add(TarFile file) {
        if (names.add(file.name())) {
            files.add(file);
        }
        return this;
    }

    @Override
    public long size() {
        return files.stream()
                        .mapToLong(file -> TarHeader.BLOCK + padded(file.size()))
                        .sum()
                + END;
    }

    private static long padded(long size) {
        return (size + TarHeader.BLOCK - 1) / TarHeader.BLOCK * TarHeader.BLOCK;
    }

    @Override
    public void writeTo(OutputStream out, BlobSource blobs) throws IOException {
        Buffered gathered = new Buffered(out);
        for (TarFile file : files) {
            gathered.write(TarHeader.of(file.name(), file.size()));
            if (file.blob().isPresent()) {
                copy(file, gathered, blobs);
            } else {
                gathered.write(file.bytes());
            }
            gathered.write(new byte[(int) (padded(file.size()) - file.size())]);
        }
        gathered.write(new byte[END]);
        gathered.flush();
    }

    private static void copy(TarFile file, Buffered out, BlobSource blobs) throws IOException {
        Digest digest = file.blob().orElseThrow();
        long left = file.size();
        try (InputStream in = open(digest, blobs)) {
            while (left > 0) {
                int count = out.take(in, left);
                if (count < 0) {
                    throw new StorageFailed("blob " + digest + " is " + left + " bytes shorter than it should be");
                }
                left -= count;
            }
            if (in.read() >= 0) {
                throw new StorageFailed("blob " + digest + " is longer than it should be");
            }
        }
    }

    /** What the disk does wrong is not the client's going. */
    private static InputStream open(Digest digest, BlobSource blobs) {
        try {
            return blobs.open(digest);
        } catch (IOException e) {
            throw new StorageFailed("blob " + digest + " could not be read", e);
        }
    }

    /** Gathers what is small, and reads blobs into the same buffer, so that nothing is copied twice. */
    private static final class Buffered {
        private final OutputStream out;
        private final byte[] buffer = new byte[BUFFER];
        private int length;

        Buffered(OutputStream out) {
            this.out = out;
        }

        void write(byte[] bytes) throws IOException {
            int done = 0;
            while (done < bytes.length) {
                int count = Math.min(bytes.length - done, BUFFER - length);
                System.arraycopy(bytes, done, buffer, length, count);
                added(count);
                done += count;
            }
        }

        /** Reads so many bytes at most; -1 at the end. */
        int take(InputStream in, long most) throws IOException {
            int count;
            try {
                count = in.read(buffer, length, (int) Math.min(most, BUFFER - length));
            } catch (IOException e) {
                throw new StorageFailed("a blob could not be read: " + e.getMessage(), e);
            }
            if (count > 0) {
                added(count);
            }
            return count;
        }

        private void added(int count) throws IOException {
            length += count;
            if (length == BUFFER) {
                flush();
            }
        }

        void flush() throws IOException {
            if (length > 0) {
                out.write(buffer, 0, length);
                length = 0;
            }
        }
    }
}
