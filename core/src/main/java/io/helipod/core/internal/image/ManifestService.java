package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NameTaken;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.ResourceType;
import io.helipod.core.event.EventAction;
import io.helipod.core.id.Digest;
import io.helipod.core.id.IdGenerator;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageIndex;
import io.helipod.core.image.ImageIndex.Instance;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageRemoval;
import io.helipod.core.image.Images;
import io.helipod.core.image.IndexEdit;
import io.helipod.core.image.Manifests;
import io.helipod.core.image.Platform;
import io.helipod.core.image.TransferListener;
import io.helipod.core.internal.event.EventBus;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.spi.image.ImageCodec;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.ContentStore.BlobWriter;
import io.helipod.core.spi.storage.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * Manifest lists: an index's blob recorded under names like an image. Its bytes are written anew with every change, its id stays. What is
 * slow (registries, the disk) is done before the one moment in which the record changes.
 */
public final class ManifestService implements Manifests {
    private static final int MOST_INSTANCES = 1_000;
    private static final int LARGEST = 4 << 20;
    private final ImageStore store;
    private final Images images;
    private final ImageLookup lookup;
    private final IndexChoice choice;
    private final IndexMembers members;
    private final IndexPush indexPush;
    private final ImageCodec codec;
    private final ContentStore content;
    private final Collector collector;
    private final EventBus bus;
    private final InstantSource clock;
    private final IdGenerator ids;
    /** Between reading a list and recording what it became. */
    private final ReentrantLock editing = new ReentrantLock();

    public ManifestService(
            ImageStore store,
            Images images,
            ImageLookup lookup,
            IndexChoice choice,
            IndexMembers members,
            IndexPush indexPush,
            ImageCodec codec,
            ContentStore content,
            Collector collector,
            EventBus bus,
            InstantSource clock,
            IdGenerator ids) {
        this.store = store;
        this.images = images;
        this.lookup = lookup;
        this.choice = choice;
        this.members = members;
        this.indexPush = indexPush;
        this.codec = codec;
        this.content = content;
        this.collector = collector;
        this.bus = bus;
        this.clock = clock;
        this.ids = ids;
    }

    private ImageRecord list(NameOrId ref) {
        return lookup.findAny(ref)
                .map(ImageLookup.Found::image)
                .filter(ImageRecord::manifestList)
                .orElseThrow(() -> new NotFound(ResourceType.IMAGE, ref.value()));
    }

    @Override
    public ImageId create(ImageReference name, List<String> images, boolean all, boolean amend, IndexEdit edit) {
        String full = name.orLatest().toString();
        Optional<ImageRecord> taken = store.named(full);
        if (taken.isPresent()) {
            ImageRecord list = taken.filter(one -> amend && one.manifestList()).orElseThrow(() -> taken(full));
            return change(list, index -> edited(index, edit), found(images, all, RegistryAccess.DEFAULT));
        }
        Found found = found(images, all, RegistryAccess.DEFAULT);
        try (Collector.Pins pins = collector.pins()) {
            ImageIndex index = found.in(edited(ImageIndex.EMPTY, edit));
            Descriptor manifest = store(index, pins);
            ImageRecord record = new ImageRecord(
                    new ImageId(ids.next()),
                    manifest,
                    List.of(full),
                    List.of(),
                    clock.instant(),
                    new ImageDocument(
                            Optional.empty(),
                            "",
                            "",
                            new Platform("", "", ""),
                            "",
                            ImageConfig.EMPTY,
                            List.of(),
                            List.of()),
                    List.of(),
                    Optional.of(manifest),
                    List.of(),
                    found.repositories());
            return lookup.changing(() -> {
                if (store.named(full).isPresent()) {
                    throw taken(full);
                }
                bus.commit(
                        List.of(new Change.SaveImage(record)), ImageEvents.of(EventAction.CREATE, record, full, clock));
                return record.id();
            });
        }
    }

    private NameTaken taken(String name) {
        return new NameTaken(
                ResourceType.IMAGE,
                name,
                store.named(name).map(one -> one.id().value()).orElse("another image"));
    }

    @Override
    public boolean exists(NameOrId ref) {
        return lookup.findAny(ref).filter(found -> found.image().manifestList()).isPresent();
    }

    @Override
    public ImageIndex inspect(NameOrId ref, RegistryAccess access) {
        return lookup.findAny(ref)
                .map(ImageLookup.Found::image)
                .filter(ImageRecord::manifestList)
                .map(choice::read)
                .orElseGet(() -> members.remoteIndex(ref.value(), access));
    }

    /** What is to be added, and where it comes from. */
    private record Found(List<Instance> instances, List<String> repositories) {
        /** The last of two with the same digest wins. */
        ImageIndex in(ImageIndex index) {
            Map<Digest, Instance> all = new LinkedHashMap<>();
            index.instances().forEach(one -> all.put(one.manifest().digest(), one));
            instances.forEach(one -> all.put(one.manifest().digest(), one));
            if (all.size() > MOST_INSTANCES) {
                throw new InvalidArgument("a manifest list has " + MOST_INSTANCES + " images at most");
            }
            return index.withInstances(List.copyOf(all.values()));
        }
    }

    private Found found(List<String> names, boolean all, RegistryAccess access) {
        List<Instance> instances = new ArrayList<>();
        List<String> repositories = new ArrayList<>();
        for (String name : names) {
            IndexMembers.Members found = members.find(name, all, access);
            instances.addAll(found.instances());
            repositories.addAll(found.repositories());
        }
        return new Found(instances, repositories);
    }

    @Override
    public ImageId add(NameOrId ref, List<String> images, boolean all, IndexEdit edit, RegistryAccess access) {
        ImageRecord list = list(ref);
        if (images.isEmpty()) {
            throw new InvalidArgument("manifest add requires at least one image");
        }
        Found found = found(images, all, access);
        Found named = new Found(found.instances().stream().map(edit::applied).toList(), found.repositories());
        return change(list, index -> edited(index, edit), named);
    }

    private ImageIndex edited(ImageIndex index, IndexEdit edit) {
        if (!edit.concernsIndex()) {
            return index;
        }
        Map<String, String> annotations = new LinkedHashMap<>(index.annotations());
        annotations.putAll(edit.indexAnnotations());
        return new ImageIndex(
                index.mediaType(),
                index.artifactType(),
                index.instances(),
                edit.subject()
                        .map(subject -> lookup.getAny(subject).image().manifest())
                        .or(index::subject),
                annotations);
    }

    @Override
    public ImageId annotate(NameOrId ref, String instance, IndexEdit edit) {
        if (edit.concernsIndex()) {
            throw new InvalidArgument("what is said of the whole manifest list is not said of one of its images");
        }
        ImageRecord list = list(ref);
        Digest digest = digest(instance);
        return change(
                list,
                index -> {
                    requireInstance(list, index, digest);
                    return index.withInstances(index.instances().stream()
                            .map(one -> one.manifest().digest().equals(digest) ? edit.applied(one) : one)
                            .toList());
                },
                new Found(List.of(), List.of()));
    }

    @Override
    public ImageId annotate(NameOrId ref, IndexEdit edit) {
        if (edit.concernsInstance()) {
            throw new InvalidArgument("setting what an image of a manifest list is requires its digest");
        }
        return change(list(ref), index -> edited(index, edit), new Found(List.of(), List.of()));
    }

    private Digest digest(String instance) {
        if (instance.startsWith("sha256:")) {
            return Digest.parse(instance);
        }
        String name = instance.startsWith("containers-storage:")
                ? instance.substring("containers-storage:".length())
                : instance;
        return members.here(new NameOrId(name))
                .orElseThrow(() -> new NotFound(ResourceType.IMAGE, name))
                .manifest()
                .digest();
    }

    private static void requireInstance(ImageRecord list, ImageIndex index, Digest digest) {
        if (index.instances().stream().noneMatch(one -> one.manifest().digest().equals(digest))) {
            throw new InvalidArgument("manifest list " + list.id() + " has no image with digest " + digest);
        }
    }

    @Override
    public ImageId removeInstance(NameOrId ref, Digest instance) {
        ImageRecord list = list(ref);
        return change(
                list,
                index -> {
                    requireInstance(list, index, instance);
                    return index.withInstances(index.instances().stream()
                            .filter(one -> !one.manifest().digest().equals(instance))
                            .toList());
                },
                new Found(List.of(), List.of()));
    }

    @Override
    public ImageRemoval remove(NameOrId ref) {
        return images.remove(new NameOrId(list(ref).id().value()), true);
    }

    @Override
    public Digest push(
            NameOrId ref, ImageReference destination, boolean all, RegistryAccess access, TransferListener progress) {
        // told by a thread of its own: a client that does not read holds up neither the images' blobs nor the registry
        try (ProgressQueue queue = new ProgressQueue(progress)) {
            return pushed(ref, destination, all, access, queue);
        }
    }

    private Digest pushed(
            NameOrId ref, ImageReference destination, boolean all, RegistryAccess access, TransferListener progress) {
        ImageRecord list = list(ref);
        try (Collector.Pins pins = collector.pins()) {
            pins.hold(list.manifest().digest());
            ImageReference name = destination.orLatest();
            Digest digest =
                    indexPush.push(list, choice.read(list), bytes(list.manifest()), name, all, access, progress);
            bus.commit(List.of(), ImageEvents.of(EventAction.PUSH, list, name.toString(), clock));
            return digest;
        }
    }

    /** Writes the list anew. */
    private ImageId change(ImageRecord asked, UnaryOperator<ImageIndex> edit, Found added) {
        try (Collector.Pins pins = collector.pins()) {
            ImageRecord before = changed(asked, edit, added, pins);
            collector.removed(List.of(before));
            return before.id();
        }
    }

    /** Records the list anew; what it was before. */
    private ImageRecord changed(ImageRecord asked, UnaryOperator<ImageIndex> edit, Found added, Collector.Pins pins) {
        editing.lock();
        try {
            ImageRecord before = store.get(asked.id())
                    .orElseThrow(
                            () -> new NotFound(ResourceType.IMAGE, asked.id().value()));
            Descriptor manifest = store(added.in(edit.apply(choice.read(before))), pins);
            return lookup.changing(() -> {
                ImageRecord now = store.get(asked.id())
                        .orElseThrow(() ->
                                new NotFound(ResourceType.IMAGE, asked.id().value()));
                bus.commit(List.of(new Change.SaveImage(new ImageRecord(
                        now.id(),
                        manifest,
                        now.names(),
                        now.formerNames(),
                        now.created(),
                        now.document(),
                        List.of(),
                        Optional.of(manifest),
                        List.of(),
                        ImageService.merged(now.sources(), added.repositories())))));
                return before;
            });
        } finally {
            editing.unlock();
        }
    }

    private Descriptor store(ImageIndex index, Collector.Pins pins) {
        byte[] bytes = codec.writeIndex(index);
        if (bytes.length > LARGEST) {
            throw new InvalidArgument("the manifest list would be larger than " + LARGEST + " bytes");
        }
        String mediaType = codec.readIndex(bytes, "").mediaType(); // what is kept can be read
        try (BlobWriter writer = content.begin()) {
            writer.write(bytes, 0, bytes.length);
            return new Descriptor(mediaType, pins.commit(writer), bytes.length);
        } catch (IOException e) {
            throw new StorageFailed("the manifest list could not be kept: " + e.getMessage(), e);
        }
    }

    private byte[] bytes(Descriptor manifest) {
        try (InputStream in = content.open(manifest.digest())) {
            return in.readNBytes(Registry.MOST_MANIFEST_BYTES);
        } catch (IOException e) {
            throw new StorageFailed("blob " + manifest.digest() + " could not be read", e);
        }
    }
}
