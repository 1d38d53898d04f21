package io.helipod.core.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link Registry} does. Subclasses give one empty registry that lets everybody do everything. */
public abstract class RegistryContract {
    protected static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    protected static final RegistryAccess ANYBODY = RegistryAccess.DEFAULT;
    private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);
    private static final byte[] DOCUMENT = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);

    /** The client under test; the same for one test. */
    protected abstract Registry registry();

    /** The registry's host, with port if any. */
    protected abstract String host();

    /** Puts a blob into a repository, past the client. */
    protected abstract Digest blob(String path, byte[] bytes);

    /** Puts a manifest into a repository, past the client. */
    protected abstract Descriptor manifest(String path, String tag, String mediaType, byte[] bytes);

    /** From now on only these may log in. */
    protected abstract void admit(RegistryCredentials credentials);

    protected final ImageReference tagged(String path, String tag) {
        return new ImageReference(host(), path, Optional.of(tag), Optional.empty());
    }

    protected final ImageReference digested(String path, Digest digest) {
        return new ImageReference(host(), path, Optional.empty(), Optional.of(digest));
    }

    private static Descriptor descriptor(byte[] bytes) {
        return new Descriptor("application/octet-stream", Digest.ofBytes(bytes), bytes.length);
    }

    private static BlobUpload upload(byte[] bytes, String... mountFrom) {
        return new BlobUpload(descriptor(bytes), () -> new ByteArrayInputStream(bytes), List.of(mountFrom), sent -> {});
    }

    private byte[] read(String path, Descriptor blob, long from) throws IOException {
        try (InputStream in = registry().openBlob(tagged(path, "1"), blob, from, ANYBODY)) {
            return in.readAllBytes();
        }
    }

    @Test
    void aSearchFindsRepositoriesByAPartOfTheirNames() {
        Descriptor one = manifest("a/box", "1", MANIFEST, DOCUMENT);
        assertEquals(one, manifest("b/boxes", "1", MANIFEST, DOCUMENT));
        assertEquals(one, manifest("c", "1", MANIFEST, DOCUMENT));
        assertEquals(
                List.of("a/box", "b/boxes"),
                registry().search(host(), "box", 10, ANYBODY).stream()
                        .map(FoundRepository::name)
                        .toList());
        assertEquals(1, registry().search(host(), "box", 1, ANYBODY).size());
        assertEquals(List.of(), registry().search(host(), "nope", 10, ANYBODY));
    }

    @Test
    void aManifestIsFoundByTagAndByDigest() {
        Descriptor there = manifest("a/b", "1", MANIFEST, DOCUMENT);
        RegistryManifest byTag = registry().manifest(tagged("a/b", "1"), ANYBODY);
        assertEquals(there, byTag.descriptor());
        assertArrayEquals(DOCUMENT, byTag.bytes());
        assertArrayEquals(
                DOCUMENT,
                registry().manifest(digested("a/b", there.digest()), ANYBODY).bytes());
    }

    @Test
    void whatIsNotThereIsNotFound() {
        RegistryFailed unknown =
                assertThrows(RegistryFailed.class, () -> registry().manifest(tagged("a/b", "1"), ANYBODY));
        assertEquals(Kind.NOT_FOUND, unknown.kind());
        assertEquals(
                Kind.NOT_FOUND,
                assertThrows(RegistryFailed.class, () -> read("a/b", descriptor(HELLO), 0))
                        .kind());
        assertEquals(
                Kind.NOT_FOUND,
                assertThrows(RegistryFailed.class, () -> registry().tags(tagged("nothing", "1"), ANYBODY))
                        .kind());
    }

    @Test
    void aBlobIsReadFromTheStartOrFromWhereItWasLeft() throws IOException {
        Digest unused = blob("a/b", HELLO);
        assertArrayEquals(HELLO, read("a/b", descriptor(HELLO), 0));
        assertArrayEquals("lo".getBytes(StandardCharsets.UTF_8), read("a/b", descriptor(HELLO), 3));
    }

    @Test
    void aBlobOfAnotherLengthThanSaidIsRefused() {
        Digest digest = blob("a/b", HELLO);
        for (long size : new long[] {4, 6}) {
            RegistryFailed failure = assertThrows(
                    RegistryFailed.class,
                    () -> read("a/b", new Descriptor("application/octet-stream", digest, size), 0));
            assertEquals(Kind.BROKEN, failure.kind(), failure.message());
        }
    }

    @Test
    void aBlobIsUploadedOnce() throws IOException {
        assertEquals(BlobOutcome.UPLOADED, registry().pushBlob(tagged("a/b", "1"), upload(HELLO), ANYBODY));
        assertEquals(BlobOutcome.PRESENT, registry().pushBlob(tagged("a/b", "1"), upload(HELLO), ANYBODY));
        assertArrayEquals(HELLO, read("a/b", descriptor(HELLO), 0));
    }

    @Test
    void aBlobThatAnotherRepositoryHasIsMounted() throws IOException {
        Digest unused = blob("base", HELLO);
        assertEquals(
                BlobOutcome.MOUNTED,
                registry().pushBlob(tagged("a/b", "1"), upload(HELLO, "nothing", "base"), ANYBODY));
        assertArrayEquals(HELLO, read("a/b", descriptor(HELLO), 0));
        assertEquals(
                BlobOutcome.UPLOADED, registry().pushBlob(tagged("c", "1"), upload(new byte[] {1}, "base"), ANYBODY));
    }

    @Test
    void whatIsUploadedMustBeWhatItIsCalled() {
        BlobUpload lie = new BlobUpload(
                descriptor(HELLO),
                () -> new ByteArrayInputStream("jello".getBytes(StandardCharsets.UTF_8)),
                List.of(),
                sent -> {});
        assertThrows(RegistryFailed.class, () -> registry().pushBlob(tagged("a/b", "1"), lie, ANYBODY));
        assertThrows(RegistryFailed.class, () -> read("a/b", descriptor(HELLO), 0));
    }

    @Test
    void aPushedManifestIsThereUnderItsTag() {
        RegistryManifest manifest =
                new RegistryManifest(new Descriptor(MANIFEST, Digest.ofBytes(DOCUMENT), DOCUMENT.length), DOCUMENT);
        registry().pushManifest(tagged("a/b", "1"), manifest, ANYBODY);
        registry().pushManifest(tagged("a/b", "2"), manifest, ANYBODY);
        assertArrayEquals(
                DOCUMENT, registry().manifest(tagged("a/b", "2"), ANYBODY).bytes());
        assertEquals(List.of("1", "2"), registry().tags(tagged("a/b", "x"), ANYBODY));
        registry().pushManifest(digested("only/digest", manifest.descriptor().digest()), manifest, ANYBODY);
        assertArrayEquals(
                DOCUMENT,
                registry()
                        .manifest(digested("only/digest", manifest.descriptor().digest()), ANYBODY)
                        .bytes());
    }

    @Test
    void onlyTheRightPasswordLetsIn() {
        admit(RegistryCredentials.of("me", "right"));
        registry().checkLogin(host(), RegistryCredentials.of("me", "right"), Optional.empty());
        RegistryFailed refused = assertThrows(
                RegistryFailed.class,
                () -> registry().checkLogin(host(), RegistryCredentials.of("me", "wrong"), Optional.empty()));
        assertEquals(Kind.UNAUTHORIZED, refused.kind());
        assertTrue(refused.message().endsWith("401 Unauthorized"), refused.message());
    }
}
