package io.helipod.adapters.oci.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.oci.image.JsonImageCodec;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.Digest;
import io.helipod.core.image.ArchiveFormat;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageFormat;
import io.helipod.core.spi.image.ImageArchiveFormat.ArchivedImage;
import io.helipod.core.spi.image.ImageCodec;
import io.helipod.core.spi.image.OutgoingArchive;
import io.helipod.core.testing.TestImages;
import io.helipod.core.testing.TestTar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written is read again by ourselves, and by another tar reader. */
class ArchiveLayoutTest {
    private static final byte[] LAYER = new TestTar().file("hello", "world").bytes();
    private static final byte[] OTHER = new TestTar().file("hello", "again").bytes();
    private static final String TAR = "application/vnd.oci.image.layer.v1.tar";
    private final ImageCodec codec = new JsonImageCodec();
    private final TarImageArchive archives = new TarImageArchive(codec, "amd64");
    private final MemorySink source = new MemorySink();

    private Descriptor stored(String type, byte[] bytes) {
        try {
            var stored = source.store(new ByteArrayInputStream(bytes));
            return new Descriptor(type, stored.digest(), stored.size());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ArchivedImage image(ImageFormat format, List<String> names, byte[]... layers) {
        byte[] config = TestImages.config("{\"Cmd\":[\"sh\"]}", layers);
        List<Descriptor> descriptors = new ArrayList<>();
        for (byte[] layer : layers) {
            descriptors.add(stored(TAR, layer));
        }
        byte[] manifest =
                codec.translate(codec.writeManifest(stored(codec.configMediaType(), config), descriptors), format);
        var read = (io.helipod.core.image.ManifestDocument.Image) codec.readManifest(manifest, "");
        return new ArchivedImage(names, manifest, read.mediaType(), read.config(), read.layers());
    }

    private byte[] written(ArchiveFormat format, ArchivedImage... images) throws IOException {
        OutgoingArchive archive = archives.write(format, List.of(images));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        archive.writeTo(out, source::open);
        assertEquals(archive.size(), out.size());
        return out.toByteArray();
    }

    private static List<String> names(byte[] archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                names.add(entry.getName());
                assertTrue(entry.isCheckSumOK(), entry.getName());
            }
        }
        return names;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadAgain(ArchiveFormat format) throws IOException {
        boolean docker = format == ArchiveFormat.DOCKER_DIR;
        ArchivedImage image =
                image(docker ? ImageFormat.DOCKER : ImageFormat.OCI, List.of("docker.io/library/web:1"), LAYER, OTHER);
        List<ArchivedImage> again = archives.read(new ByteArrayInputStream(written(format, image)), new MemorySink());
        assertEquals(1, again.size());
        assertEquals(docker ? List.of() : image.names(), again.getFirst().names());
        assertEquals(image.config().digest(), again.getFirst().config().digest());
        assertArrayEquals(image.manifest(), again.getFirst().manifest());
        assertEquals(image.layers(), again.getFirst().layers());
    }

    @ParameterizedTest
    @EnumSource
    void foldersAreReadAsTheyWouldBeInATar(ArchiveFormat format, @TempDir Path folder) throws IOException {
        ImageFormat words = format == ArchiveFormat.DOCKER_DIR ? ImageFormat.DOCKER : ImageFormat.OCI;
        ArchivedImage image = image(words, List.of("docker.io/library/web:1"), LAYER);
        unpack(written(format, image), folder);
        Files.createSymbolicLink(folder.resolve("out"), Path.of("/etc/passwd"));
        List<ArchivedImage> again = archives.readFolder(folder, new MemorySink());
        assertArrayEquals(image.manifest(), again.getFirst().manifest());
        assertEquals(image.layers(), again.getFirst().layers());
    }

    private static void unpack(byte[] archive, Path folder) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                Path path = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.copy(tar, path);
                }
            }
        }
    }

    @Test
    void whatIsNoFolderOfImagesIsRefused(@TempDir Path folder) throws IOException {
        assertThrows(InvalidArgument.class, () -> archives.readFolder(folder, new MemorySink()));
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThrows(InvalidArgument.class, () -> archives.readFolder(file, new MemorySink()));
        Files.createSymbolicLink(folder.resolve("manifest.json"), file);
        assertThrows(InvalidArgument.class, () -> archives.readFolder(folder, new MemorySink()));
        Path deep = folder;
        for (int i = 0; i < 10; i++) {
            deep = Files.createDirectory(deep.resolve("d"));
        }
        assertThrows(InvalidArgument.class, () -> archives.readFolder(folder, new MemorySink()));
    }

    @Test
    void aDockerArchiveIsAnOciLayoutToo() throws IOException {
        ArchivedImage one = image(ImageFormat.OCI, List.of("docker.io/library/a:1", "quay.io/b/c:2"), LAYER);
        ArchivedImage two = image(ImageFormat.OCI, List.of(), LAYER, OTHER);
        byte[] archive = written(ArchiveFormat.DOCKER_ARCHIVE, one, two);
        List<String> names = names(archive);
        assertTrue(
                names.containsAll(List.of("manifest.json", "index.json", "oci-layout", "blobs/sha256/")), "" + names);
        assertEquals(
                1,
                names.stream()
                        .filter(name -> name.endsWith(TestImages.hex(LAYER)))
                        .count());
        String text = new String(archive, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains("\"RepoTags\":[\"docker.io/library/a:1\",\"quay.io/b/c:2\"]"), text);
        assertTrue(text.contains("\"io.containerd.image.name\":\"quay.io/b/c:2\""), text);
        List<ArchivedImage> again = archives.read(new ByteArrayInputStream(archive), new MemorySink());
        assertEquals(
                List.of(one.names(), two.names()),
                again.stream().map(ArchivedImage::names).toList());
    }

    @Test
    void theSameImageGivesTheSameBytes() throws IOException {
        ArchivedImage image = image(ImageFormat.OCI, List.of("docker.io/library/a:1"), LAYER);
        assertArrayEquals(written(ArchiveFormat.OCI_ARCHIVE, image), written(ArchiveFormat.OCI_DIR, image));
    }

    @Test
    void aBlobOfAnotherSizeIsNotWrittenWhole() {
        ArchivedImage image = image(ImageFormat.OCI, List.of(), LAYER);
        Digest layer = image.layers().getFirst().digest();
        OutgoingArchive archive = archives.write(ArchiveFormat.OCI_ARCHIVE, List.of(image));
        for (byte[] wrong : List.of(new byte[LAYER.length - 1], new byte[LAYER.length + 1])) {
            assertThrows(
                    StorageFailed.class,
                    () -> archive.writeTo(
                            new ByteArrayOutputStream(),
                            digest -> digest.equals(layer) ? new ByteArrayInputStream(wrong) : source.open(digest)));
        }
    }

    @Test
    void sizesThatOctalDigitsCannotSayAreNumbers() throws IOException {
        long huge = 1L << 40;
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new ByteArrayInputStream(TarHeader.of("blobs/x", huge)))) {
            assertEquals(huge, tar.getNextEntry().getSize());
        }
    }

    @Test
    void aFolderWhoseBlobsAreNotWhatTheyAreNamedIsRefused() throws IOException {
        ArchivedImage image = image(ImageFormat.DOCKER, List.of(), LAYER);
        TestTar tar = new TestTar()
                .file("version", "Directory Transport Version: 1.1\n")
                .file("manifest.json", image.manifest())
                .file(
                        image.config().digest().hex(),
                        source.open(image.config().digest()).readAllBytes())
                .file(TestImages.hex(LAYER), OTHER);
        assertThrows(
                InvalidArgument.class, () -> archives.read(new ByteArrayInputStream(tar.bytes()), new MemorySink()));
    }
}
