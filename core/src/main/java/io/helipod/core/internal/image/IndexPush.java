package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageIndex;
import io.helipod.core.image.ImageIndex.Instance;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ManifestDocument;
import io.helipod.core.image.TransferListener;
import io.helipod.core.image.TransferProgress;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.spi.image.ImageCodec;
import io.helipod.core.spi.registry.BlobOutcome;
import io.helipod.core.spi.registry.BlobUpload;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.registry.RegistryManifest;
import io.helipod.core.spi.storage.ImageStore;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pushes a manifest list: its images by their digests, if asked for, then the list. An image whose layers are compressed on the way has
 * another digest in the registry, and the list that goes there says so.
 */
public final class IndexPush {
    private final Registry registry;
    private final ImageCodec codec;
    private final ImageStore images;
    private final ImagePush imagePush;

    public IndexPush(Registry registry, ImageCodec codec, ImageStore images, ImagePush imagePush) {
        this.registry = registry;
        this.codec = codec;
        this.images = images;
        this.imagePush = imagePush;
    }

    /** One push. */
    private record Push(
            ImageRecord list,
            ImageReference name,
            ImageReference repository,
            RegistryAccess access,
            TransferListener listener) {}

    /**
     * @param bytes the list as it is here
     * @return what the registry has the list under
     */
    Digest push(
            ImageRecord list,
            ImageIndex index,
            byte[] bytes,
            ImageReference name,
            boolean all,
            RegistryAccess access,
            TransferListener listener) {
        ImageReference repository =
                new ImageReference(name.registry(), name.path(), Optional.empty(), Optional.empty());
        Push push = new Push(list, name, repository, access, listener);
        ImageIndex pushed = index;
        if (all) {
            List<Instance> instances = new ArrayList<>();
            for (Instance one : index.instances()) {
                instances.add(new Instance(
                        instance(one.manifest(), push), one.platform(), one.annotations(), one.artifactType()));
            }
            pushed = index.withInstances(instances);
        }
        byte[] written = pushed.equals(index) ? bytes : codec.writeIndex(pushed);
        Descriptor descriptor =
                new Descriptor(codec.readIndex(written, "").mediaType(), Digest.ofBytes(written), written.length);
        listener.progress(new TransferProgress.Manifest(descriptor.digest()));
        registry.pushManifest(name, new RegistryManifest(descriptor, written), access);
        return descriptor.digest();
    }

    private Descriptor instance(Descriptor manifest, Push push) {
        Optional<ImageRecord> here = images.withManifest(manifest.digest()).filter(image -> !image.manifestList());
        if (here.isPresent()) {
            return imagePush
                    .push(here.get(), here.get().manifest(), push.repository(), push.access(), push.listener())
                    .manifest();
        }
        RegistryFailed last = null;
        for (String repository : push.list().sources()) {
            try {
                copy(ImageReference.parseFull(repository), manifest, push);
                return manifest;
            } catch (RegistryFailed e) {
                if (e.kind() != RegistryFailed.Kind.NOT_FOUND) {
                    throw e;
                }
                last = e;
            }
        }
        String message =
                "the manifest list's image " + manifest.digest() + " is neither here nor where it was added from";
        throw last == null ? new InvalidArgument(message) : new InvalidArgument(message, last);
    }

    /** A piece of a large blob is fetched alone, not with all that comes before it. */
    private BlobUpload.Source inRegistry(ImageReference from, Descriptor blob, RegistryAccess access) {
        return new BlobUpload.Source() {
            @Override
            public InputStream open() {
                return open(0);
            }

            @Override
            public InputStream open(long at) {
                return registry.openBlob(from, blob, at, access);
            }
        };
    }

    /** From one registry to the other; nothing of it is kept here. */
    private void copy(ImageReference from, Descriptor manifest, Push push) {
        RegistryManifest raw = registry.manifest(
                new ImageReference(from.registry(), from.path(), Optional.empty(), Optional.of(manifest.digest())),
                push.access());
        if (!(codec.readManifest(raw.bytes(), manifest.mediaType()) instanceof ManifestDocument.Image image)) {
            throw new InvalidArgument("the manifest list's entry " + manifest.digest() + " is a list itself");
        }
        push.listener().progress(new TransferProgress.Begun(push.repository()));
        List<String> mountable = from.registry().equals(push.name().registry()) ? List.of(from.path()) : List.of();
        for (Descriptor blob : Stream.concat(image.layers().stream(), Stream.of(image.config()))
                .toList()) {
            BlobOutcome outcome = registry.pushBlob(
                    push.repository(),
                    new BlobUpload(blob, inRegistry(from, blob, push.access()), mountable, sent -> {}),
                    push.access());
            push.listener()
                    .progress(new TransferProgress.Layer(
                            blob.digest(),
                            switch (outcome) {
                                case PRESENT -> TransferProgress.LayerStep.REMOTE;
                                case MOUNTED -> TransferProgress.LayerStep.MOUNTED;
                                case UPLOADED -> TransferProgress.LayerStep.PUSHED;
                            },
                            blob.size(),
                            blob.size()));
        }
        registry.pushManifest(push.repository(), new RegistryManifest(manifest, raw.bytes()), push.access());
    }
}
