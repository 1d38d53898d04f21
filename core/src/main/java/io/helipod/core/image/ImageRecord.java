package io.helipod.core.image;

import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import java.time.Instant;
import java.util.List;
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
 */
public record ImageRecord(
        ImageId id,
        Descriptor manifest,
        List<String> names,
        List<String> formerNames,
        Instant created,
        ImageDocument document,
        List<ImageLayer> layers) {
    public ImageRecord {
        names = List.copyOf(names);
        formerNames = List.copyOf(formerNames);
        layers = List.copyOf(layers);
    }

    /** Bytes of all unpacked layers. */
    public long size() {
        return layers.stream().mapToLong(ImageLayer::size).sum();
    }

    /** {@code repository@digest} for every repository it is named in. */
    public List<String> repoDigests() {
        return names.stream()
                .map(name -> ImageReference.parseFull(name).repository() + "@" + manifest.digest())
                .distinct()
                .toList();
    }

    /** The diff ids, lowest layer first. */
    public List<Digest> chain() {
        return layers.stream().map(ImageLayer::diffId).toList();
    }

    /** Every blob this image needs: manifest, config and layers. */
    public Stream<Digest> blobs() {
        return Stream.concat(
                Stream.of(manifest.digest(), id.digest()),
                layers.stream().map(layer -> layer.blob().digest()));
    }

    /** The same image under other names. */
    public ImageRecord withNames(List<String> newNames, List<String> newFormerNames) {
        return new ImageRecord(id, manifest, newNames, newFormerNames, created, document, layers);
    }
}
