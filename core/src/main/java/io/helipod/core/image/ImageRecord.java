package io.helipod.core.image;

import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A stored image: all that listing and inspecting it need, worked out once when it is stored.
 *
 * @param id digest of the config document
 * @param manifest descriptor of the manifest, whose bytes lie in the content store
 * @param names full references with tag, newest last
 * @param formerNames names it once had
 * @param created by its own word, else when it was stored
 * @param document what the config document says
 * @param layers lowest first
 * @param index the index it was chosen from, whose bytes lie in the content store too; absent when its name pointed to it itself
 * @param origins what it was pulled as, newest last
 * @param sources repositories that the images of a manifest list were added from; none for an image
 */
public record ImageRecord(
        ImageId id,
        Descriptor manifest,
        List<String> names,
        List<String> formerNames,
        Instant created,
        ImageDocument document,
        List<ImageLayer> layers,
        Optional<Descriptor> index,
        List<ImageOrigin> origins,
        List<String> sources) {
    public ImageRecord {
        origins = List.copyOf(origins);
        sources = List.copyOf(sources);
        names = List.copyOf(names);
        formerNames = List.copyOf(formerNames);
        layers = List.copyOf(layers);
    }

    /** An image that came without an index. */
    public ImageRecord(
            ImageId id,
            Descriptor manifest,
            List<String> names,
            List<String> formerNames,
            Instant created,
            ImageDocument document,
            List<ImageLayer> layers) {
        this(id, manifest, names, formerNames, created, document, layers, Optional.empty(), List.of());
    }

    /** An image that came from somewhere. */
    public ImageRecord(
            ImageId id,
            Descriptor manifest,
            List<String> names,
            List<String> formerNames,
            Instant created,
            ImageDocument document,
            List<ImageLayer> layers,
            Optional<Descriptor> index,
            List<ImageOrigin> origins) {
        this(id, manifest, names, formerNames, created, document, layers, index, origins, List.of());
    }

    /** Whether it is no image but a manifest list: its manifest is an index. */
    public boolean manifestList() {
        return index.filter(manifest::equals).isPresent();
    }

    /** Bytes of all unpacked layers. */
    public long size() {
        return layers.stream().mapToLong(ImageLayer::size).sum();
    }

    /**
     * {@code repository@digest} for every repository it is named in or came from by digest; that of an index first. A repository that it
     * was not pulled from has the image's manifest.
     */
    public List<String> repoDigests() {
        return Stream.concat(
                        names.stream()
                                .map(name -> ImageReference.parseFull(name).repository()),
                        origins.stream().filter(ImageOrigin::byDigest).map(ImageOrigin::repository))
                .distinct()
                .flatMap(repository -> digestsIn(repository).map(digest -> repository + "@" + digest))
                .toList();
    }

    private Stream<Digest> digestsIn(String repository) {
        List<ImageOrigin> there = origins.reversed().stream()
                .filter(origin -> origin.repository().equals(repository))
                .toList();
        return there.isEmpty()
                ? own()
                : there.stream().flatMap(ImageOrigin::manifests).distinct();
    }

    /** What it was last pulled as under this name, or by this digest. */
    public Optional<ImageOrigin> origin(ImageReference name) {
        return origins.reversed().stream()
                .filter(origin -> name.digest()
                        .map(digest -> origin.repository().equals(name.repository())
                                && origin.manifests().anyMatch(digest::equals))
                        .orElseGet(() -> origin.reference().equals(name.toString())))
                .findFirst();
    }

    private Stream<Digest> own() {
        return Stream.concat(index.stream(), Stream.of(manifest))
                .map(Descriptor::digest)
                .distinct();
    }

    /** What a digest may be that means this image: an index's, a manifest's. */
    public Stream<Digest> manifests() {
        return Stream.concat(own(), origins.stream().flatMap(ImageOrigin::manifests))
                .distinct();
    }

    /** The diff ids, lowest layer first. */
    public List<Digest> chain() {
        return layers.stream().map(ImageLayer::diffId).toList();
    }

    /** Every blob this image needs: indexes, manifests, config and layers. */
    public Stream<Digest> blobs() {
        return Stream.of(
                        own(),
                        Stream.of(id.digest()),
                        layers.stream().map(layer -> layer.blob().digest()),
                        origins.stream().flatMap(ImageOrigin::blobs))
                .flatMap(digests -> digests)
                .distinct();
    }

    /** The same image under other names. */
    public ImageRecord withNames(List<String> newNames, List<String> newFormerNames) {
        return new ImageRecord(
                id, manifest, newNames, newFormerNames, created, document, layers, index, origins, sources);
    }
}
