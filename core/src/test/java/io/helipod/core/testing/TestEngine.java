package io.helipod.core.testing;

import io.helipod.core.CoreConfig;
import io.helipod.core.DrivenPorts;
import io.helipod.core.EngineApi;
import io.helipod.core.EngineCore;
import io.helipod.core.container.ContainerLog;
import io.helipod.core.container.LogDriverName;
import io.helipod.core.container.LogSink;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.Digest;
import io.helipod.core.id.IdGenerator;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.ArchiveFormat;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageLayer;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.Platform;
import io.helipod.core.spi.image.ImageArchiveFormat;
import io.helipod.core.spi.image.OutgoingArchive;
import io.helipod.core.spi.registry.ShortNames;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.system.EngineVersion;
import io.helipod.core.system.HostFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A whole engine over fakes, with a clock that moves a second each time it is read. */
public final class TestEngine implements AutoCloseable {
    public static final Platform PLATFORM = new Platform("linux", "amd64", "");
    public final InMemoryRecords records;
    public final InMemoryContentStore content = new InMemoryContentStore();
    public final InMemoryLayerStore layers;
    public final FakeRuntime runtime;
    public final FakeExecs execs;
    public final InMemoryRegistry registry = new InMemoryRegistry();
    public final LineCodec codec = new LineCodec();
    private final EngineCore core;
    private final AtomicLong seconds = new AtomicLong(1_700_000_000);

    public TestEngine() {
        this(new InMemoryRecords(), new InMemoryLayerStore(), new FakeRuntime());
    }

    private TestEngine(InMemoryRecords records, InMemoryLayerStore layers, FakeRuntime runtime) {
        this(records, layers, runtime, new FakeExecs(runtime));
    }

    private TestEngine(InMemoryRecords records, InMemoryLayerStore layers, FakeRuntime runtime, FakeExecs execs) {
        this.records = records;
        this.layers = layers;
        this.runtime = runtime;
        this.execs = execs;
        this.core = EngineCore.assemble(
                new DrivenPorts(
                        records,
                        records.containers(),
                        records.execs(),
                        records.images(),
                        records,
                        content,
                        layers,
                        runtime,
                        runtime,
                        execs,
                        (container, query, alive) -> new EmptyLog(),
                        TestEngine::host,
                        codec,
                        new LineArchive(),
                        registry,
                        new DockersNames(),
                        () -> Instant.ofEpochSecond(seconds.incrementAndGet()),
                        IdGenerator.random()),
                new CoreConfig(
                        new EngineVersion("0.1.0", "5.8.2", 0, ""),
                        PLATFORM,
                        1,
                        Map.of(),
                        Map.of(),
                        2048,
                        LogDriverName.K8S_FILE,
                        -1,
                        65536 * 1024,
                        false,
                        2));
    }

    /** Another engine on the same disk and the same processes, as after a kill. */
    public TestEngine restarted() {
        return restarted(processes -> {});
    }

    /**
     * The same.
     *
     * @param meanwhile what happens to the processes while no engine is there
     */
    public TestEngine restarted(Consumer<FakeRuntime> meanwhile) {
        FakeRuntime later = runtime.handedOver();
        FakeExecs laterExecs = execs.handedOver(later);
        meanwhile.accept(later);
        return new TestEngine(records, layers, later, laterExecs);
    }

    /** The same, and what happens to exec sessions meanwhile. */
    public TestEngine restarted(BiConsumer<FakeRuntime, FakeExecs> meanwhile) {
        FakeRuntime later = runtime.handedOver();
        FakeExecs laterExecs = execs.handedOver(later);
        meanwhile.accept(later, laterExecs);
        return new TestEngine(records, layers, later, laterExecs);
    }

    /** Another engine on the same disk after a reboot: no process is left. */
    public TestEngine rebooted() {
        layers.mounted().forEach(layers::unmount);
        return new TestEngine(records, layers, new FakeRuntime());
    }

    public EngineApi api() {
        return core.api();
    }

    /** The time of day moves on. */
    public void pass(Duration time) {
        long unused = seconds.addAndGet(time.toSeconds());
    }

    /** Stores an image that runs {@code sleep}. */
    public ImageRecord image(String... names) {
        return image(
                new ImageConfig(
                        "",
                        List.of("80/tcp", "53/udp"),
                        List.of("A=image", "broken"),
                        Optional.empty(),
                        Optional.of(List.of("sleep", "1")),
                        List.of(),
                        "",
                        Map.of("from", "image"),
                        ""),
                names);
    }

    public ImageRecord image(ImageConfig config, String... names) {
        Digest layer = InMemoryContentStore.digestOf("layer".getBytes(StandardCharsets.UTF_8));
        layers.unpack(List.of(layer), () -> new ByteArrayInputStream("layer".getBytes(StandardCharsets.UTF_8)));
        Digest id = InMemoryContentStore.digestOf(List.of(names).toString().getBytes(StandardCharsets.UTF_8));
        ImageRecord image = new ImageRecord(
                new ImageId(id.hex()),
                new Descriptor("application/vnd.oci.image.manifest.v1+json", id, 10),
                List.of(names),
                List.of(),
                Instant.ofEpochSecond(seconds.incrementAndGet()),
                new ImageDocument(Optional.empty(), "", "", PLATFORM, "", config, List.of(layer), List.of()),
                List.of(new ImageLayer(new Descriptor("tar", layer, 5), layer, 5)));
        records.commit(List.of(new Change.SaveImage(image)), List.of());
        return image;
    }

    @Override
    public void close() {
        core.close();
    }

    private static HostFacts host() {
        return new HostFacts(
                "host",
                "amd64",
                "6",
                "debian",
                "12",
                "bookworm",
                2,
                10,
                5,
                0,
                0,
                1,
                1,
                1,
                98,
                1,
                List.of(),
                true,
                false,
                false,
                true,
                10);
    }

    /** Names without registry belong to docker.io. */
    private static final class DockersNames implements ShortNames {
        @Override
        public List<ImageReference> candidates(String name) {
            return List.of(ImageReference.parse(name, ImageReference.Home.DOCKER));
        }

        @Override
        public List<String> searchRegistries() {
            return List.of("docker.io", "quay.io");
        }

        @Override
        public List<ImageReference> places(String name) {
            return candidates(name);
        }

        @Override
        public List<ImageReference> meanings(String name) {
            return candidates(name);
        }
    }

    private static final class EmptyLog implements ContainerLog {
        @Override
        public void read(LogSink sink) throws IOException {
            sink.caughtUp();
        }

        @Override
        public void close() {}
    }

    /** An archive whose first line is a name and whose every further line is a layer; written ones are one image after the other. */
    private static final class LineArchive implements ImageArchiveFormat {
        @Override
        public OutgoingArchive write(ArchiveFormat format, List<ArchivedImage> images) {
            return new OutgoingArchive() {
                @Override
                public long size() {
                    return images.stream()
                            .mapToLong(image -> name(image).length()
                                    + 1
                                    + image.layers().stream()
                                            .mapToLong(layer -> layer.size() + 1)
                                            .sum())
                            .sum();
                }

                @Override
                public void writeTo(OutputStream out, BlobSource blobs) throws IOException {
                    for (ArchivedImage image : images) {
                        out.write((name(image) + "\n").getBytes(StandardCharsets.UTF_8));
                        for (Descriptor layer : image.layers()) {
                            try (InputStream in = blobs.open(layer.digest())) {
                                long unused = in.transferTo(out);
                            }
                            out.write('\n');
                        }
                    }
                }
            };
        }

        /** Such an archive in a file called lines. */
        @Override
        public List<ArchivedImage> readFolder(Path folder, BlobSink sink) throws IOException {
            Path lines = folder.resolve("lines");
            if (!Files.exists(lines)) {
                throw new InvalidArgument("the folder holds no image");
            }
            return read(Files.newInputStream(lines), sink);
        }

        private static String name(ArchivedImage image) {
            return String.join(",", image.names());
        }

        @Override
        public List<ArchivedImage> read(InputStream archive, BlobSink sink) throws IOException {
            List<String> lines = new String(archive.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<Descriptor> layers = new ArrayList<>();
            StringBuilder config = new StringBuilder();
            for (String line : lines.subList(1, lines.size())) {
                byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                Stored stored = sink.store(new ByteArrayInputStream(bytes));
                layers.add(new Descriptor("line", stored.digest(), stored.size()));
                config.append(
                        line.startsWith("bad")
                                ? InMemoryContentStore.digestOf(new byte[0])
                                : line.startsWith("BZh")
                                        ? Digest.ofBytes(line.substring(3).getBytes(StandardCharsets.UTF_8))
                                        : stored.digest());
                config.append('\n');
            }
            Stored stored =
                    sink.store(new ByteArrayInputStream(config.toString().getBytes(StandardCharsets.UTF_8)));
            Descriptor descriptor = new Descriptor("lines/config", stored.digest(), stored.size());
            byte[] manifest = new LineCodec().writeManifest(descriptor, layers);
            return List.of(
                    new ArchivedImage(List.of(lines.getFirst()), manifest, "lines/manifest", descriptor, layers));
        }
    }
}
