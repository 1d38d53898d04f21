package io.helipod.adapters.oci.registry;

import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.error.EngineException.RegistryFailed.Kind;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.error.ForeignText;
import io.helipod.core.image.Descriptor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Supplier;

/**
 * A blob that goes on where it broke off: from the same source after a while, then from the next one. It ends after exactly as many bytes
 * as the blob has, or throws RegistryFailed. For one thread.
 */
final class ResumingBlob extends InputStream {
    /** So much must have come for a source's failures to be forgotten. */
    private static final long FORGIVING = 1 << 20;

    private final BlobReads reads;
    private final Patience patience;
    private final List<Supplier<Session>> sources;
    private final Descriptor blob;
    private String what;
    private long at;
    private int source;
    private long lastFailure;
    private InputStream current = InputStream.nullInputStream();

    /**
     * Opens it.
     *
     * @param patience that of the sources' sessions
     * @param sources in the order in which they are tried
     */
    ResumingBlob(BlobReads reads, Patience patience, List<Supplier<Session>> sources, Descriptor blob, long from) {
        this.reads = reads;
        this.patience = patience;
        this.sources = sources;
        this.blob = blob;
        this.what = "reading blob " + blob.digest();
        this.at = from;
        this.lastFailure = from;
        open();
    }

    private void open() {
        while (true) {
            try {
                // may ask whether anything answers there, and so fail
                Session session = sources.get(source).get();
                what = BlobReads.what(session, blob);
                current = reads.open(session, blob, at);
                return;
            } catch (RegistryFailed e) {
                next(e);
            }
        }
    }

    /** Decides where to go on, or gives up. */
    private void next(RegistryFailed failure) {
        if (at - lastFailure >= FORGIVING) {
            patience.forget();
        }
        lastFailure = at;
        boolean again = failure.kind() == Kind.UNREACHABLE && patience.allowsAnother();
        if (!again && source + 1 >= sources.size()) {
            throw failure;
        }
        System.getLogger(ResumingBlob.class.getName())
                .log(System.Logger.Level.INFO, () -> "going on at byte " + at + ": " + failure.message());
        if (again) {
            Patience.pause(patience.delay());
        } else {
            source++;
            patience.forget();
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        while (true) {
            boolean whole = at == blob.size();
            try {
                // at the end one byte more is asked for, in case nobody said how many there are
                int count = whole
                        ? current.read(new byte[1], 0, 1)
                        : current.read(into, offset, (int) Math.min(length, blob.size() - at));
                if (whole && count > 0) {
                    throw broken("the registry sends more than the " + blob.size() + " bytes of the blob");
                }
                if (whole) {
                    return -1;
                }
                if (count < 0) {
                    throw new EOFException("the transfer ended " + (blob.size() - at) + " bytes early");
                }
                at += count;
                return count;
            } catch (IOException e) {
                if (whole) {
                    return -1; // all is here, whatever became of the connection
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new Unavailable("the transfer was interrupted", e);
                }
                close();
                next(new RegistryFailed(Kind.UNREACHABLE, what, ForeignText.shown(String.valueOf(e.getMessage())), e));
                open();
            }
        }
    }

    private RegistryFailed broken(String reason) {
        return RegistryErrors.broken(what, reason, null);
    }

    @Override
    public void close() {
        try {
            current.close();
        } catch (IOException e) {
            // nobody reads it any more
        }
    }
}
