package io.helipod.adapters.oci.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.adapters.oci.image.ImageJson;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageReference;
import io.helipod.core.spi.image.ImageArchiveFormat;
import io.helipod.core.spi.image.ImageCodec;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
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
 * Reads {@code docker save} archives and OCI layouts in a tar in one pass: every file goes to the sink as it passes, because the index that
 * says what the files are may come last; small JSON files are kept besides. Names in the archive are never paths here.
 */
public final class TarImageArchive implements ImageArchiveFormat {
    private static final int MOST_ENTRIES = 20_000;
    private static final int LARGEST_JSON = 4 << 20;
    private static final int MOST_IMAGES = 1_000;
    private static final int DEEPEST_INDEX = 4;
    private static final int MOST_LINKS = 16;
    private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
    private final ImageCodec codec;
    private final String architecture;

    /**
     * @param architecture which one is taken of an index of several, in Go's words
     */
    public TarImageArchive(ImageCodec codec, String architecture) {
        this.codec = codec;
        this.architecture = architecture;
    }

    /** The files of an archive. */
    private record Contents(Map<String, Stored> files, Map<String, String> links, BlobSink sink) {
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

        Stored get(String name) {
            return find(name).orElseThrow(() -> new InvalidArgument("the archive lacks " + name));
        }

        byte[] bytes(Stored stored, String what) throws IOException {
            if (stored.size() > LARGEST_JSON) {
                throw new InvalidArgument(what + " is larger than " + LARGEST_JSON + " bytes");
            }
            try (InputStream in = sink.open(stored.digest())) {
                return in.readNBytes(LARGEST_JSON);
            }
        }
    }

    @Override
    public List<ArchivedImage> read(InputStream archive, BlobSink sink) throws IOException {
        Contents contents = contents(archive, sink);
        List<ArchivedImage> images;
        if (contents.find("manifest.json").isPresent()) {
            images = docker(contents);
        } else if (contents.find("index.json").isPresent()) {
            images = oci(contents);
        } else {
            throw new InvalidArgument("the archive is neither a docker-archive nor an OCI archive: "
                    + "it has no manifest.json and no index.json");
        }
        if (images.isEmpty()) {
            throw new InvalidArgument("the archive holds no image");
        }
        return images;
    }

    private static Contents contents(InputStream archive, BlobSink sink) throws IOException {
        Map<String, Stored> files = new HashMap<>();
        Map<String, String> links = new HashMap<>();
        int entries = 0;
        InputStream plain = Decompression.open(archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(plain, StandardCharsets.UTF_8.name());
        TarArchiveEntry entry;
        while ((entry = next(tar)) != null) {
            if (++entries > MOST_ENTRIES) {
                throw new InvalidArgument("the archive has more than " + MOST_ENTRIES + " entries");
            }
            String name = normal(entry.getName());
            if (entry.isSymbolicLink() || entry.isLink()) {
                links.put(name, entry.isLink() ? normal(entry.getLinkName()) : target(name, entry.getLinkName()));
            } else if (entry.isFile()) {
                if (files.put(name, stored(tar, sink)) != null) {
                    throw new InvalidArgument("the archive has " + name + " twice");
                }
            }
        }
        plain.transferTo(java.io.OutputStream.nullOutputStream()); // padding; the sender waits until it is taken
        return new Contents(files, links, sink);
    }

    private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar) {
        try {
            return tar.getNextEntry();
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidArgument("the archive is broken or not a tar: " + e.getMessage(), e);
        }
    }

    private static Stored stored(TarArchiveInputStream tar, BlobSink sink) {
        try {
            return sink.store(tar);
        } catch (IOException e) {
            throw new InvalidArgument("the archive ends early or is broken: " + e.getMessage(), e);
        }
    }

    /** A symbolic link's target, from the link's folder; a target outside is simply never found. */
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

    private List<ArchivedImage> docker(Contents contents) throws IOException {
        JsonNode list;
        byte[] json = contents.bytes(contents.get("manifest.json"), "manifest.json");
        try {
            list = new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new InvalidArgument("manifest.json of the archive is not valid JSON", e);
        }
        if (!list.isArray() || list.size() > MOST_IMAGES) {
            throw new InvalidArgument("manifest.json of the archive is not a list of images");
        }
        List<ArchivedImage> images = new ArrayList<>();
        for (JsonNode one : list) {
            Stored config = contents.get(one.path("Config").asText());
            List<Descriptor> layers = new ArrayList<>();
            for (JsonNode layer : one.path("Layers")) {
                Stored stored = contents.get(layer.asText());
                layers.add(new Descriptor(layerType(contents, stored), stored.digest(), stored.size()));
            }
            List<String> names = new ArrayList<>();
            for (JsonNode tag : one.path("RepoTags")) {
                names.add(ImageReference.parse(tag.asText(), ImageReference.Home.DOCKER)
                        .orLatest()
                        .toString());
            }
            Descriptor descriptor = new Descriptor(codec.configMediaType(), config.digest(), config.size());
            images.add(new ArchivedImage(
                    names, codec.writeManifest(descriptor, layers), codec.manifestMediaType(), descriptor, layers));
        }
        return images;
    }

    private static String layerType(Contents contents, Stored stored) throws IOException {
        try (BufferedInputStream in = new BufferedInputStream(contents.sink().open(stored.digest()))) {
            return LAYER + Decompression.of(in).suffix();
        }
    }

    private List<ArchivedImage> oci(Contents contents) throws IOException {
        JsonNode index = ImageJson.readObject(
                contents.bytes(contents.get("index.json"), "index.json"), "index.json of the archive");
        List<ArchivedImage> images = new ArrayList<>();
        collect(contents, index, Optional.empty(), 0, images);
        return images;
    }

    private void collect(
            Contents contents, JsonNode index, Optional<String> outerName, int depth, List<ArchivedImage> images)
            throws IOException {
        if (depth > DEEPEST_INDEX || index.path("manifests").size() > MOST_IMAGES) {
            throw new InvalidArgument("the archive's indexes are nested too deep or too long");
        }
        for (JsonNode entry : index.path("manifests")) {
            JsonNode platform = entry.path("platform");
            if (platform.has("architecture")
                    && !platform.path("architecture").asText().equals(architecture)) {
                continue;
            }
            Optional<String> name = name(entry).or(() -> outerName);
            Digest digest = Digest.parse(entry.path("digest").asText());
            byte[] bytes = contents.bytes(blob(contents, digest), "manifest " + digest);
            JsonNode document = ImageJson.readObject(bytes, "manifest " + digest);
            String type =
                    entry.path("mediaType").asText(document.path("mediaType").asText());
            boolean isIndex = type.equals(OCI_INDEX) || type.equals(DOCKER_LIST);
            // a document that is both would be read differently by others (CVE-2021-41190)
            if (document.has("manifests") != isIndex || isIndex && document.has("layers")) {
                throw new InvalidArgument("manifest " + digest + " contradicts its media type " + type);
            }
            if (isIndex) {
                collect(contents, document, name, depth + 1, images);
            } else {
                images.add(image(contents, document, bytes, type, name));
            }
        }
    }

    private ArchivedImage image(
            Contents contents, JsonNode manifest, byte[] bytes, String type, Optional<String> name) {
        Descriptor config = descriptor(contents, manifest.path("config"));
        List<Descriptor> layers = new ArrayList<>();
        for (JsonNode layer : manifest.path("layers")) {
            layers.add(descriptor(contents, layer));
        }
        List<String> names = name.map(text -> List.of(ImageReference.parse(text, ImageReference.Home.LOCAL)
                        .orLatest()
                        .toString()))
                .orElse(List.of());
        return new ArchivedImage(names, bytes, type.isEmpty() ? codec.manifestMediaType() : type, config, layers);
    }

    private static Optional<String> name(JsonNode entry) {
        JsonNode annotations = entry.path("annotations");
        String full = annotations.path("io.containerd.image.name").asText("");
        String ref = annotations.path("org.opencontainers.image.ref.name").asText("");
        String text = full.isEmpty() ? ref : full;
        return Optional.of(text).filter(t -> !t.isEmpty());
    }

    private static Descriptor descriptor(Contents contents, JsonNode node) {
        Digest digest = Digest.parse(node.path("digest").asText());
        Stored stored = blob(contents, digest);
        if (node.path("size").asLong(-1) != stored.size()) {
            throw new InvalidArgument("blob " + digest + " does not have the size its descriptor says");
        }
        return new Descriptor(node.path("mediaType").asText(), digest, stored.size());
    }

    /** A blob by its digest, which must be the digest of its bytes. */
    private static Stored blob(Contents contents, Digest digest) {
        Stored stored = contents.get("blobs/" + digest.algorithm() + "/" + digest.hex());
        if (!stored.digest().equals(digest)) {
            throw new InvalidArgument("blob " + digest + " has other bytes than its digest says");
        }
        return stored;
    }
}
