package io.helipod.core.testing;

import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.error.EngineException.RegistryFailed.Kind;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageReference;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.registry.RegistryCredentials;
import io.helipod.core.spi.registry.BlobOutcome;
import io.helipod.core.spi.registry.BlobUpload;
import io.helipod.core.spi.registry.FoundRepository;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.registry.RegistryManifest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Registries in maps. Repositories are known by {@code registry/path}. */
public final class InMemoryRegistry implements Registry {
    private final Map<String, RegistryManifest> manifests = new ConcurrentSkipListMap<>();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<Digest, Interruption> interruptions = new ConcurrentHashMap<>();
    private final List<String> empty = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private Optional<RegistryCredentials> wanted = Optional.empty();
    private Optional<Kind> refusal = Optional.empty();

    /** What happens while a blob is read. */
    @FunctionalInterface
    public interface Interruption {
        /** Called before each read with the number of bytes that have gone; may wait or throw. */
        void at(long bytes);
    }

    /** Stores a blob. */
    public Digest blob(String repository, byte[] bytes) {
        Digest digest = Digest.ofBytes(bytes);
        blobs.put(repository + "@" + digest, bytes.clone());
        return digest;
    }

    /** Stores bytes under a digest that is not theirs. */
    public void lie(String repository, Digest digest, byte[] bytes) {
        blobs.put(repository + "@" + digest, bytes.clone());
    }

    /** Stores a manifest under its digest and, unless that is empty, a tag. */
    public Descriptor manifest(String repository, String tag, String mediaType, byte[] bytes) {
        Descriptor descriptor = new Descriptor(mediaType, Digest.ofBytes(bytes), bytes.length);
        RegistryManifest manifest = new RegistryManifest(descriptor, bytes.clone());
        manifests.put(repository + "@" + descriptor.digest(), manifest);
        if (!tag.isEmpty()) {
            manifests.put(repository + ":" + tag, manifest);
        }
        return descriptor;
    }

    /**
     * Stores an image as {@link LineCodec} reads it.
     *
     * @param platform empty for that of the tests
     */
    public Descriptor image(String repository, String tag, String platform, String... layers) {
        StringBuilder config = new StringBuilder(platform.isEmpty() ? "" : "platform " + platform + "\n");
        List<Descriptor> stored = new ArrayList<>();
        for (String layer : layers) {
            Digest digest = blob(repository, layer.getBytes(StandardCharsets.UTF_8));
            stored.add(new Descriptor("lines/layer", digest, layer.length()));
            config.append(digest).append('\n');
        }
        byte[] document = config.toString().getBytes(StandardCharsets.UTF_8);
        Descriptor descriptor = new Descriptor("lines/config", blob(repository, document), document.length);
        return manifest(repository, tag, LineCodec.MANIFEST, new LineCodec().writeManifest(descriptor, stored));
    }

    /** A repository that is there, with nothing in it. */
    public void withoutTags(String repository) {
        empty.add(repository);
    }

    /** Does something while this blob is read, or before this manifest is taken. */
    public void interrupt(Digest blob, Interruption how) {
        interruptions.put(blob, how);
    }

    /** Lets nobody else log in. */
    public void admit(RegistryCredentials credentials) {
        wanted = Optional.of(credentials);
    }

    /** Refuses manifests and pushes from now on. */
    public void refuse(Kind kind) {
        refusal = Optional.of(kind);
    }

    private void check(String what) {
        if (refusal.isPresent()) {
            throw new RegistryFailed(refusal.get(), what, "no", null);
        }
    }

    /** What was asked for, in order: {@code manifest NAME}, {@code blob DIGEST FROM}. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private static RegistryFailed missing(String what) {
        return new RegistryFailed(Kind.NOT_FOUND, "cannot read " + what, "manifest unknown: manifest unknown", null);
    }

    @Override
    public RegistryManifest manifest(ImageReference name, RegistryAccess access) {
        asked.add("manifest " + name);
        check("cannot read " + name);
        String key = name.repository()
                + name.digest()
                        .map(digest -> "@" + digest)
                        .orElseGet(() -> ":" + name.tag().orElseThrow());
        return Optional.ofNullable(manifests.get(key)).orElseThrow(() -> missing(key));
    }

    @Override
    public InputStream openBlob(ImageReference name, Descriptor blob, long from, RegistryAccess access) {
        asked.add("blob " + blob.digest() + " " + from);
        byte[] bytes = blobs.get(name.repository() + "@" + blob.digest());
        if (bytes == null) {
            throw missing(blob.digest().toString());
        }
        if (bytes.length != blob.size()) {
            throw new RegistryFailed(Kind.BROKEN, "blob " + blob.digest(), "length is " + bytes.length, null);
        }
        Interruption interruption = interruptions.getOrDefault(blob.digest(), sent -> {});
        return new ByteArrayInputStream(Arrays.copyOfRange(bytes, (int) from, bytes.length)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                interruption.at(from + pos);
                return super.read(into, offset, Math.min(length, 4));
            }
        };
    }

    @Override
    public BlobOutcome pushBlob(ImageReference name, BlobUpload upload, RegistryAccess access) {
        Digest digest = upload.blob().digest();
        asked.add("push " + digest);
        check("cannot push " + digest);
        if (blobs.containsKey(name.repository() + "@" + digest)) {
            return BlobOutcome.PRESENT;
        }
        for (String path : upload.mountFrom()) {
            byte[] there = blobs.get(name.registry() + "/" + path + "@" + digest);
            if (there != null) {
                blobs.put(name.repository() + "@" + digest, there);
                return BlobOutcome.MOUNTED;
            }
        }
        // in two pieces, as a large one goes
        int half = (int) (upload.blob().size() / 2);
        try (InputStream first = upload.source().open();
                InputStream second = upload.source().open(half)) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.writeBytes(first.readNBytes(half));
            both.writeBytes(second.readAllBytes());
            byte[] bytes = both.toByteArray();
            if (!digest.isOf(bytes) || bytes.length != upload.blob().size()) {
                throw new RegistryFailed(Kind.BROKEN, "cannot push " + digest, "digest invalid", null);
            }
            blobs.put(name.repository() + "@" + digest, bytes);
            upload.listener().sent(bytes.length);
            return BlobOutcome.UPLOADED;
        } catch (IOException e) {
            throw new RegistryFailed(Kind.UNREACHABLE, "cannot push " + digest, e.toString(), e);
        }
    }

    @Override
    public void pushManifest(ImageReference name, RegistryManifest manifest, RegistryAccess access) {
        asked.add("push " + name);
        interruptions.getOrDefault(manifest.descriptor().digest(), sent -> {}).at(0);
        manifest(name.repository(), name.tag().orElse(""), manifest.descriptor().mediaType(), manifest.bytes());
    }

    @Override
    public List<String> tags(ImageReference name, RegistryAccess access) {
        List<String> tags = manifests.keySet().stream()
                .filter(key -> key.startsWith(name.repository() + ":"))
                .map(key -> key.substring(name.repository().length() + 1))
                .toList();
        if (tags.isEmpty() && !empty.contains(name.repository())) {
            throw missing(name.repository());
        }
        return tags;
    }

    @Override
    public List<FoundRepository> search(String host, String term, int limit, RegistryAccess access) {
        check("cannot search " + host);
        return manifests.keySet().stream()
                .filter(key -> key.startsWith(host + "/"))
                .map(key -> key.substring(host.length() + 1).replaceAll("[:@].*", ""))
                .distinct()
                .sorted()
                .filter(name -> name.contains(term))
                .limit(limit)
                .map(name ->
                        new FoundRepository(name, "about " + name, name.length(), name.startsWith("library/"), false))
                .toList();
    }

    @Override
    public void checkLogin(String server, RegistryCredentials credentials, Optional<Boolean> tlsVerify) {
        if (wanted.filter(one -> !one.equals(credentials)).isPresent()) {
            throw new RegistryFailed(
                    Kind.UNAUTHORIZED,
                    "cannot log in to " + server,
                    "login attempt to https://" + server + "/v2/ failed with status: 401 Unauthorized",
                    null);
        }
    }
}
