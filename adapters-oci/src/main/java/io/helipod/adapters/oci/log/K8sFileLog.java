package io.helipod.adapters.oci.log;

import io.helipod.core.container.ContainerLog;
import io.helipod.core.container.LogQuery;
import io.helipod.core.container.LogSink;
import io.helipod.core.error.EngineException.StorageFailed;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a k8s-file log. When the monitor has put a new file in the place of the old one (its size limit), or somebody has
 * cut it short, a follow goes on with what is there now. Without follow it ends where the file ended when it was opened: a
 * container that writes faster than a client reads would hold it for ever.
 */
final class K8sFileLog implements ContainerLog {
    private static final int BUFFER = 256 * 1024;
    private static final long LOOK_AGAIN_MILLIS = 100;
    private final Path path;
    private final LogQuery query;
    private final BooleanSupplier alive;
    private final LogWatch watch;
    private final LineReader lines;
    private volatile Optional<OpenFile> file = Optional.empty();
    private volatile boolean closed;

    K8sFileLog(Path path, LogQuery query, BooleanSupplier alive, LogWatch watch) {
        this.path = path;
        this.query = query;
        this.alive = alive;
        this.watch = watch;
        this.lines = new LineReader(query, BUFFER);
    }

    /** @param key tells the file from another of the same name */
    private record OpenFile(FileChannel channel, @Nullable Object key) {}

    @Override
    public void read(LogSink sink) throws IOException {
        try {
            if (query.follow()) {
                follow(sink);
            } else {
                open(query.tail());
                drain(sink, size());
                lines.end(sink);
                sink.caughtUp();
            }
        } catch (Ended e) {
            // closed by another thread, or this one interrupted, which stays so
        } finally {
            close();
        }
    }

    private void follow(LogSink sink) throws IOException, Ended {
        Path folder = path.toAbsolutePath().getParent();
        try (LogWatch.Follower follower = watch.follow(folder == null ? path : folder)) {
            Optional<Integer> tail = query.tail();
            boolean told = false;
            while (true) {
                boolean more = alive.getAsBoolean(); // asked before the last look: what came before the end is read
                if (file.isEmpty()) {
                    open(tail);
                }
                tail = file.isPresent() ? Optional.empty() : tail;
                boolean any = drain(sink, Long.MAX_VALUE);
                while (replaced()) {
                    any |= drain(sink, Long.MAX_VALUE); // what came between the last look and the replacement
                    any |= lines.end(sink);
                    closeFile();
                    open(Optional.empty());
                    any |= drain(sink, Long.MAX_VALUE);
                }
                boolean last = !more || lines.isPastUntil() || isPast(query.until());
                if (last) {
                    any |= lines.end(sink);
                }
                if (any || !told) {
                    sink.caughtUp();
                    told = true;
                }
                if (last) {
                    return;
                }
                follower.await(LOOK_AGAIN_MILLIS);
                if (closed) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isPast(Optional<Instant> time) {
        return time.isPresent() && !Instant.now().isBefore(time.get());
    }

    /** Reading has ended from outside. */
    private static final class Ended extends Exception {
        private static final long serialVersionUID = 1L;

        private Ended() {
            super("the reading has ended", null, false, false);
        }
    }

    private void open(Optional<Integer> tail) throws Ended {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new StorageFailed("log " + path + " is not a file");
            }
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            file = Optional.of(new OpenFile(channel, key().orElse(null)));
            if (closed) {
                throw new Ended();
            }
            if (tail.isPresent()) {
                channel.position(TailFinder.find(channel, tail.get()));
            }
        } catch (NoSuchFileException e) {
            file = Optional.empty(); // nothing was written yet
        } catch (ClosedChannelException e) {
            throw new Ended();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Hands on what there is, up to the line that reaches {@code limit}; whether there was anything. */
    private boolean drain(LogSink sink, long limit) throws IOException, Ended {
        if (file.isEmpty()) {
            return false;
        }
        FileChannel channel = file.get().channel();
        boolean any = false;
        while (!lines.isPastUntil()) {
            long left;
            int count;
            try {
                count = channel.read(lines.space());
                left = count < 0 ? 0 : limit - channel.position();
            } catch (ClosedChannelException e) {
                throw new Ended();
            } catch (IOException e) {
                throw failed(e);
            }
            if (count < 0) {
                break;
            }
            any |= lines.filled(sink, count);
            if (left <= 0 && lines.isAtLineBegin()) {
                break;
            }
        }
        return any;
    }

    private long size() throws Ended {
        try {
            return file.isPresent() ? file.get().channel().size() : 0;
        } catch (ClosedChannelException e) {
            throw new Ended();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private boolean replaced() throws Ended {
        if (file.isEmpty()) {
            return false;
        }
        OpenFile now = file.get();
        try {
            Optional<Object> key = key();
            return key.isPresent() && !key.get().equals(now.key())
                    || now.channel().size() < now.channel().position();
        } catch (ClosedChannelException e) {
            throw new Ended();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Optional<Object> key() throws IOException {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(path, BasicFileAttributes.class).fileKey());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private StorageFailed failed(IOException cause) {
        return new StorageFailed("log " + path + " could not be read", cause);
    }

    private void closeFile() {
        Optional<OpenFile> open = file;
        file = Optional.empty();
        if (open.isPresent()) {
            try {
                open.get().channel().close();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        closeFile();
    }
}
