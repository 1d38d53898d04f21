package io.helipod.adapters.oci.log;

import io.helipod.core.container.ContainerLog;
import io.helipod.core.container.LogQuery;
import io.helipod.core.container.LogSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One reading of a k8s-file log. Reads in large blocks and hands on windows; when the monitor has put a new file in the place of the
 * old (its size limit), a follow reads the old one to its end and goes on with the new.
 */
final class K8sFileLog implements ContainerLog {
    private static final int BLOCK = 256 * 1024;
    private static final int LONGEST_LINE = 4 << 20;
    private static final long LOOK_AGAIN_MILLIS = 500;
    private final Path path;
    private final LogQuery query;
    private final BooleanSupplier alive;
    private final LogWatch watch;
    private final K8sLine line = new K8sLine();
    private final boolean timed;
    private byte[] buffer = new byte[BLOCK];
    private int filled;
    private Optional<FileChannel> file = Optional.empty();
    private Optional<Object> fileKey = Optional.empty();
    private boolean pastUntil;
    private volatile boolean closed;

    K8sFileLog(Path path, LogQuery query, BooleanSupplier alive, LogWatch watch) {
        this.path = path;
        this.query = query;
        this.alive = alive;
        this.watch = watch;
        this.timed = query.since().isPresent() || query.until().isPresent();
    }

    @Override
    public void read(LogSink sink) throws IOException {
        try {
            open(query.tail());
            if (!query.follow()) {
                drain(sink);
                sink.caughtUp();
                return;
            }
            follow(sink);
        } catch (ClosedByInterruptException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedChannelException e) {
            if (!closed) {
                throw e;
            }
        } finally {
            close();
        }
    }

    private void follow(LogSink sink) throws IOException {
        try (LogWatch.Follower follower =
                watch.follow(path.toAbsolutePath().getParent() instanceof Path p ? p : Path.of("/"))) {
            while (!closed) {
                boolean more = alive.getAsBoolean(); // asked before the last look: what came before the end is read
                if (file.isEmpty()) {
                    open(Optional.empty());
                }
                drain(sink);
                while (replaced()) {
                    closeFile();
                    open(Optional.empty());
                    drain(sink);
                }
                sink.caughtUp();
                if (!more
                        || pastUntil
                        || query.until()
                                .filter(end -> !Instant.now().isBefore(end))
                                .isPresent()) {
                    return;
                }
                follower.await(LOOK_AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void open(Optional<Integer> tail) throws IOException {
        try {
            FileChannel opened = FileChannel.open(path, StandardOpenOption.READ);
            file = Optional.of(opened);
            fileKey = key();
            filled = 0;
            if (tail.isPresent()) {
                opened.position(TailFinder.find(opened, tail.get()));
            }
        } catch (NoSuchFileException e) {
            file = Optional.empty(); // nothing was written yet
        }
    }

    private Optional<Object> key() throws IOException {
        try {
            return Optional.ofNullable(Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class)
                    .fileKey());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private boolean replaced() throws IOException {
        if (file.isEmpty()) {
            return false;
        }
        Optional<Object> now = key();
        boolean shrunk = file.get().size() < file.get().position();
        return now.isPresent() && (shrunk || !Objects.equals(now, fileKey));
    }

    /** Hands on everything up to the end of the file. */
    private void drain(LogSink sink) throws IOException {
        if (file.isEmpty()) {
            return;
        }
        FileChannel channel = file.get();
        while (!pastUntil) {
            int count = channel.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled));
            if (count <= 0) {
                return;
            }
            int from = filled;
            filled += count;
            int rest = lines(sink, from);
            System.arraycopy(buffer, rest, buffer, 0, filled - rest);
            filled -= rest;
            if (filled == buffer.length) {
                grow();
            }
        }
    }

    /** A line longer than the buffer: more room, or, when it is beyond all measure, none of it. */
    private void grow() {
        if (buffer.length >= LONGEST_LINE) {
            filled = 0;
        } else {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
    }

    /** Hands on the whole lines in the buffer; where the rest begins. */
    private int lines(LogSink sink, int searchFrom) throws IOException {
        int begin = 0;
        for (int i = searchFrom; i < filled; i++) {
            if (buffer[i] == '\n') {
                if (line.set(buffer, begin, i) && wanted()) {
                    sink.line(line);
                }
                begin = i + 1;
            }
        }
        return begin;
    }

    private boolean wanted() {
        if (timed) {
            Instant time = line.time();
            if (query.until().filter(time::isAfter).isPresent()) {
                pastUntil = true;
                return false;
            }
            if (query.since().filter(since -> !time.isAfter(since)).isPresent()) {
                return false;
            }
        }
        return query.streams().wants(line.stream());
    }

    private void closeFile() throws IOException {
        if (file.isPresent()) {
            file.get().close();
            file = Optional.empty();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            closeFile();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
