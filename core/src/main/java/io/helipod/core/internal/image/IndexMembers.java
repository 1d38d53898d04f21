package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageIndex;
import io.helipod.core.image.ImageIndex.Instance;
import io.helipod.core.image.ImageIndex.Target;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ManifestDocument;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.spi.image.ImageCodec;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.registry.RegistryManifest;
import io.helipod.core.spi.registry.ShortNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a name that is to be added to a manifest list stands for: an image that is here, or one of a registry. */
public final class IndexMembers {
    private static final String LOCAL = "containers-storage:";
    private static final String DOCKER = "docker://";
    private static final int MOST_CONFIG_BYTES = 4 << 20;
    private final ImageLookup lookup;
    private final IndexChoice choice;
    private final ShortNames shortNames;
    private final Registry registry;
    private final ImageCodec codec;

    public IndexMembers(
            ImageLookup lookup, IndexChoice choice, ShortNames shortNames, Registry registry, ImageCodec codec) {
        this.lookup = lookup;
        this.choice = choice;
        this.shortNames = shortNames;
        this.registry = registry;
        this.codec = codec;
    }

    /**
     * Instances, and where they come from.
     *
     * @param repositories that may have them; empty when they are here
     */
    record Members(List<Instance> instances, List<String> repositories) {}

    Members find(String name, boolean all, RegistryAccess access) {
        if (name.startsWith(LOCAL)) {
            return local(new NameOrId(name.substring(LOCAL.length())), all)
                    .orElseThrow(() -> new NotFound(ResourceType.IMAGE, name.substring(LOCAL.length())));
        }
        if (name.startsWith(DOCKER)) {
            return remote(name.substring(DOCKER.length()), all, access);
        }
        if (name.contains("://")) {
            throw new InvalidArgument(name + ": only the transports docker and containers-storage are supported");
        }
        if (name.isEmpty()) {
            throw new InvalidArgument("an image to be added has an empty name");
        }
        return local(new NameOrId(name), all).orElseGet(() -> remote(name, all, access));
    }

    /** What is here under the name, whether it is an image or a list. */
    Optional<ImageRecord> here(NameOrId name) {
        return lookup.findAny(name).map(ImageLookup.Found::image);
    }

    private Optional<Members> local(NameOrId name, boolean all) {
        return here(name).map(image -> {
            if (image.manifestList()) {
                return new Members(chosen(name.value(), choice.read(image), all), image.sources());
            }
            return new Members(
                    List.of(new Instance(
                            image.manifest(), Target.of(image.document().platform()), Map.of(), "")),
                    List.of());
        });
    }

    private List<Instance> chosen(String name, ImageIndex index, boolean all) {
        return all
                ? index.instances()
                : List.of(choice.instance(index)
                        .orElseThrow(() -> new InvalidArgument(
                                "the manifest list " + name + " has no image for this platform: add all of it")));
    }

    private Members remote(String name, boolean all, RegistryAccess access) {
        ImageReference reference = shortNames.candidates(name).getFirst().orLatest();
        RegistryManifest raw = registry.manifest(reference, access);
        List<Instance> instances = switch (codec.readManifest(
                raw.bytes(), raw.descriptor().mediaType())) {
            case ManifestDocument.Index index -> chosen(name, codec.readIndex(raw.bytes(), index.mediaType()), all);
            case ManifestDocument.Image image ->
                List.of(new Instance(
                        new Descriptor(
                                image.mediaType(),
                                raw.descriptor().digest(),
                                raw.descriptor().size()),
                        platform(reference, image.config(), access),
                        Map.of(),
                        ""));
        };
        return new Members(instances, List.of(reference.repository()));
    }

    private Target platform(ImageReference name, Descriptor config, RegistryAccess access) {
        try (InputStream in = registry.openBlob(name, config, 0, access)) {
            byte[] bytes = in.readNBytes(MOST_CONFIG_BYTES);
            if (!config.digest().isOf(bytes)) {
                throw new InvalidArgument("the registry's config of " + name + " is not what its manifest says");
            }
            return Target.of(codec.readConfig(bytes).platform());
        } catch (IOException e) {
            throw new StorageFailed("the config of " + name + " could not be read: " + e.getMessage(), e);
        }
    }

    /** The list a registry has under the name. */
    ImageIndex remoteIndex(String name, RegistryAccess access) {
        ImageReference reference = shortNames
                .candidates(name.startsWith(DOCKER) ? name.substring(DOCKER.length()) : name)
                .getFirst()
                .orLatest();
        RegistryManifest raw = registry.manifest(reference, access);
        return codec.readIndex(raw.bytes(), raw.descriptor().mediaType());
    }
}
