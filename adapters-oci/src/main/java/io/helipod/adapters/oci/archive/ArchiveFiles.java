package io.helipod.adapters.oci.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.oci.image.ImageJson;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.Digest;
import io.helipod.core.spi.image.ImageArchiveFormat.BlobSink;
import io.helipod.core.spi.image.ImageArchiveFormat.Stored;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of an archive by name, their bytes in the sink. For one thread. Names only ever lead to other entries of the same archive;
 * one that leads out of it is the name of nothing.
 */
final class ArchiveFiles {
    private static final int MOST_ENTRIES = 20_000;
    private static final int LARGEST_HEADER = 1 << 20;
    private static final int MOST_LINKS = 16;
    /** Of all documents that are read together: they are held in memory, and indexes may name one document often. */
    private static final long MOST_JSON = 64L << 20;

    private final Map<String, Stored> files = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final BlobSink sink;
    private long jsonLeft = MOST_JSON;

    ArchiveFiles(BlobSink sink) {
        this.sink = sink;
    }

    /** Takes an archive to its end; the sender waits until all is taken. */
    static ArchiveFiles read(InputStream archive, BlobSink sink) throws IOException {
        ArchiveFiles all = new ArchiveFiles(sink);
        Metered plain = new Metered(Decompression.open(archive));
        all.scan(plain);
        try {
            plain.transferTo(OutputStream.nullOutputStream());
            archive.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new InvalidArgument("the archive is broken behind its last entry: " + e.getMessage(), e);
        }
        return all;
    }

    /** Takes a file that is not in an archive. */
    void add(String name, InputStream bytes) throws IOException {
        if (files.size() >= MOST_ENTRIES) {
            throw new InvalidArgument("the folder has more than " + MOST_ENTRIES + " files");
        }
        files.put(name, sink.store(bytes));
    }

    private void scan(Metered plain) {
        TarArchiveInputStream tar = new TarArchiveInputStream(plain, StandardCharsets.UTF_8.name());
        TarArchiveEntry entry;
        int entries = 0;
        while ((entry = next(tar, plain)) != null) {
            if (++entries > MOST_ENTRIES) {
                throw new InvalidArgument("the archive has more than " + MOST_ENTRIES + " entries");
            }
            String name = normal(entry.getName());
            if (entry.isDirectory()) {
                continue;
            }
            // two readers could take two different ones
            if (files.containsKey(name) || links.containsKey(name)) {
                throw new InvalidArgument("the archive has " + name + " twice");
            }
            if (entry.isSymbolicLink()) {
                links.put(name, target(name, entry.getLinkName()));
            } else if (entry.isLink()) {
                links.put(name, normal(entry.getLinkName()));
            } else if (entry.isFile()) {
                files.put(name, stored(tar));
            }
        }
    }

    /** The bytes before an entry are kept in memory, so an archive must not have them without end. */
    private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar, Metered plain) {
        try {
            plain.allow(LARGEST_HEADER);
            return tar.getNextEntry();
        } catch (IOException | RuntimeException e) {
            // the parser throws all kinds of things when a number in a header makes no sense
            throw new InvalidArgument("the archive is broken or not a tar: " + e.getMessage(), e);
        } finally {
            plain.allow(Long.MAX_VALUE);
        }
    }

    private Stored stored(TarArchiveInputStream tar) {
        try {
            return sink.store(tar);
        } catch (IOException e) {
            throw new InvalidArgument("the archive ends early or is broken: " + e.getMessage(), e);
        }
    }

    /** A symbolic link's target, from the link's folder. */
    private static String target(String link, String target) {
        int slash = link.lastIndexOf('/');
        return normal((slash < 0 ? "" : link.substring(0, slash + 1)) + target);
    }

    private static String normal(String name) {
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/")) {
            if (part.equals("..")) {
                if (parts.isEmpty()) {
                    return "../" + name; // out of the archive: the name of nothing
                }
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    /** The file of that name, links followed. */
    Optional<Stored> find(String name) {
        String at = normal(name);
        for (int i = 0; i < MOST_LINKS; i++) {
            Stored stored = files.get(at);
            if (stored != null) {
                return Optional.of(stored);
            }
            String target = links.get(at);
            if (target == null) {
                return Optional.empty();
            }
            at = target;
        }
        return Optional.empty();
    }

    /** The file of that name. */
    Stored get(String name) {
        return find(name).orElseThrow(() -> new InvalidArgument("the archive lacks \"" + name + "\""));
    }

    /** A blob of an OCI layout, which must have the digest it is named for. */
    Stored blob(Digest digest) {
        Stored stored = get("blobs/" + digest.algorithm() + "/" + digest.hex());
        if (!stored.digest().equals(digest)) {
            throw new InvalidArgument("blob " + digest + " has other bytes than its digest says");
        }
        return stored;
    }

    /** The bytes of a small document. */
    byte[] bytes(Stored stored, String what) throws IOException {
        jsonLeft -= stored.size();
        if (stored.size() > ImageJson.LARGEST || jsonLeft < 0) {
            throw new InvalidArgument(what + " is too large");
        }
        try (InputStream in = sink.open(stored.digest())) {
            return in.readNBytes(ImageJson.LARGEST);
        }
    }

    /** A small document. */
    JsonNode json(Stored stored, String what) throws IOException {
        return ImageJson.read(bytes(stored, what), what);
    }

    /** How a file is compressed. */
    Decompression.Kind compression(Stored stored) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(sink.open(stored.digest()))) {
            return Decompression.of(in);
        }
    }
}
