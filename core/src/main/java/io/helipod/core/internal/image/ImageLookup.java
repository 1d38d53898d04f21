package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.Ambiguous;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.spi.registry.ShortNames;
import io.helipod.core.spi.storage.ImageStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Finds images by what clients write (behaviour.md 11), and keeps those that change images apart from those that make containers
 * of them. Neither side does anything slow inside.
 */
public final class ImageLookup {
    private final ImageStore store;
    private final ShortNames shortNames;
    private final IndexChoice choice;
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();

    public ImageLookup(ImageStore store, ShortNames shortNames, IndexChoice choice) {
        this.store = store;
        this.shortNames = shortNames;
        this.choice = choice;
    }

    /**
     * An image and how it was found.
     *
     * @param name the full name that matched; empty when it was found by id
     */
    record Found(ImageRecord image, Optional<String> name) {
        /** The name to show for a container made from it. */
        String shownName() {
            return name.orElseGet(
                    () -> image.names().stream().findFirst().orElse(image.id().value()));
        }
    }

    /** Finds the image and uses it while nobody can remove it. */
    public <T> T using(NameOrId ref, BiFunction<ImageRecord, String, T> use) {
        gate.readLock().lock();
        try {
            Found found = get(ref);
            return use.apply(found.image(), found.shownName());
        } finally {
            gate.readLock().unlock();
        }
    }

    /** Changes what images there are, or their names, while nobody makes a container. */
    <T> T changing(Supplier<T> change) {
        gate.writeLock().lock();
        try {
            return change.get();
        } finally {
            gate.writeLock().unlock();
        }
    }

    Found get(NameOrId ref) {
        return find(ref).orElseThrow(() -> new NotFound(ResourceType.IMAGE, ref.value()));
    }

    /** The image; of a manifest list the one for this engine's platform, if that is here. */
    Optional<Found> find(NameOrId ref) {
        return findAny(ref)
                .flatMap(found -> found.image().manifestList()
                        ? choice.of(found.image()).map(image -> new Found(image, found.name()))
                        : Optional.of(found));
    }

    /** The image or the manifest list itself. */
    Found getAny(NameOrId ref) {
        return findAny(ref).orElseThrow(() -> new NotFound(ResourceType.IMAGE, ref.value()));
    }

    /** The image or the manifest list itself. */
    Optional<Found> findAny(NameOrId ref) {
        String text = ref.value();
        return byDigest(text).or(() -> byName(text)).or(() -> byIdPrefix(text)).or(() -> byRepository(text));
    }

    private Optional<Found> byDigest(String text) {
        String hex = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
        if (hex.matches("[0-9a-f]{64}")) {
            return store.get(new ImageId(hex))
                    .or(() -> store.withManifest(new Digest("sha256", hex)))
                    .map(image -> new Found(image, Optional.empty()));
        }
        return Optional.empty();
    }

    private Optional<Found> byName(String text) {
        for (ImageReference candidate : candidates(text)) {
            Optional<Found> found = candidate
                    .digest()
                    .map(digest -> store.withManifest(digest)
                            .filter(image -> image.repoDigests().contains(candidate.repository() + "@" + digest)))
                    .orElseGet(() -> store.named(candidate.toString()))
                    .map(image -> new Found(image, Optional.of(candidate.toString())));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Full names a text may mean, in the order they are tried. */
    private List<ImageReference> candidates(String text) {
        List<ImageReference> all = new ArrayList<>();
        try {
            all.add(ImageReference.parse(text, ImageReference.Home.LOCAL).orLatest());
            if (all.getFirst().registry().equals("localhost") && !text.startsWith("localhost/")) {
                shortNames.meanings(text).forEach(name -> all.add(name.orLatest()));
                all.add(ImageReference.parse(text, ImageReference.Home.DOCKER).orLatest());
            }
        } catch (InvalidArgument e) {
            return List.of(); // what cannot be a name is not found by name
        }
        return all;
    }

    private Optional<Found> byIdPrefix(String text) {
        String hex = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
        if (!hex.matches("[0-9a-f]{1,63}")) {
            return Optional.empty();
        }
        List<ImageRecord> fitting = store.withIdPrefix(hex);
        if (fitting.size() > 1) {
            throw new Ambiguous(ResourceType.IMAGE, text);
        }
        return fitting.stream().findFirst().map(image -> new Found(image, Optional.empty()));
    }

    /** {@code busybox} may also mean {@code quay.io/x/busybox:latest}, if that is the only such name. */
    private Optional<Found> byRepository(String text) {
        if (text.indexOf('@') >= 0) {
            return Optional.empty();
        }
        String wanted = "/" + (text.lastIndexOf(':') > text.lastIndexOf('/') ? text : text + ":latest");
        for (ImageRecord image : store.list()) {
            for (String name : image.names()) {
                if (name.endsWith(wanted)) {
                    return Optional.of(new Found(image, Optional.of(name)));
                }
            }
        }
        return Optional.empty();
    }
}
