package io.helipod.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.error.EngineException.RegistryFailed.Kind;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.id.Digest;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.image.Platform;
import io.helipod.core.image.PullPolicy;
import io.helipod.core.image.PullRequest;
import io.helipod.core.image.PulledImage;
import io.helipod.core.image.PushRequest;
import io.helipod.core.image.PushedImage;
import io.helipod.core.image.TransferListener;
import io.helipod.core.image.TransferProgress;
import io.helipod.core.image.TransferProgress.LayerStep;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.registry.RegistryCredentials;
import io.helipod.core.testing.LineCodec;
import io.helipod.core.testing.TestEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pulls and pushes through the driving port, on fakes. */
class TransferServiceTest {
    private static final String REPOSITORY = "reg.example/team/app";
    private final TestEngine engine = new TestEngine();

    @AfterEach
    void close() {
        engine.close();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static PullRequest request(String reference) {
        return PullRequest.of(reference, PullPolicy.ALWAYS);
    }

    private PulledImage pull(String reference) {
        return engine.api()
                .transfers()
                .pull(request(reference), TransferListener.NONE)
                .getFirst();
    }

    private Descriptor serve(String tag, String... layers) {
        return engine.registry.image(REPOSITORY, tag, "", layers);
    }

    private void leavesNothing() {
        assertEquals(List.of(), engine.content.list());
        assertEquals(List.of(), engine.layers.layers());
    }

    @Test
    void aPulledImageIsThereWithTheBytesThatWereReceived() throws IOException {
        Descriptor manifest = serve("1", "base", "top");
        PulledImage pulled = pull(REPOSITORY + ":1");
        assertEquals(manifest, pulled.image().manifest());
        assertEquals(List.of(REPOSITORY + ":1"), pulled.image().names());
        assertEquals(
                List.of(REPOSITORY + "@" + manifest.digest()), pulled.image().repoDigests());
        assertTrue(pulled.changed());
        assertEquals(4, engine.content.list().size());
        assertEquals(2, engine.layers.layers().size());
        try (var bytes = engine.content.open(manifest.digest())) {
            assertEquals(manifest.size(), bytes.readAllBytes().length);
        }
        assertEquals(List.of("image pull"), engine.records.told());
        assertFalse(pull(REPOSITORY + ":1").changed());
    }

    @Test
    void whatIsHereIsNotFetched() {
        serve("1", "base", "one");
        serve("2", "base", "two");
        pull(REPOSITORY + ":1");
        pull(REPOSITORY + ":2");
        pull(REPOSITORY + ":2");
        List<String> blobs = engine.registry.asked().stream()
                .filter(asked -> asked.startsWith("blob"))
                .toList();
        assertEquals(5, blobs.size(), blobs.toString()); // base, one, two and two configs
        assertEquals(5, blobs.stream().distinct().count());
    }

    @Test
    void stepsAreToldInTheirOrder() {
        serve("1", "base");
        List<LayerStep> steps = new ArrayList<>();
        List<TransferProgress> all = new ArrayList<>();
        TransferListener listener = step -> {
            all.add(step);
            if (step instanceof TransferProgress.Layer layer) {
                steps.add(layer.step());
            }
        };
        engine.api().transfers().pull(request(REPOSITORY + ":1"), listener);
        assertEquals(List.of(LayerStep.WAITING, LayerStep.DOWNLOADING, LayerStep.DOWNLOADED, LayerStep.PULLED), steps);
        assertTrue(all.getFirst() instanceof TransferProgress.Begun, all.toString());
        assertTrue(all.getLast() instanceof TransferProgress.Pulled, all.toString());
        steps.clear();
        engine.api().transfers().pull(request(REPOSITORY + ":1"), listener);
        assertEquals(List.of(LayerStep.PRESENT), steps);
    }

    @Test
    void anIndexGivesTheImageForThePlatform() {
        Descriptor amd64 = engine.registry.image(REPOSITORY, "", "", "x86");
        Descriptor arm7 = engine.registry.image(REPOSITORY, "", "linux/arm/v7", "arm7");
        Descriptor arm64 = engine.registry.image(REPOSITORY, "", "linux/arm64", "arm64");
        Descriptor index = engine.registry.manifest(
                REPOSITORY,
                "multi",
                LineCodec.INDEX,
                utf8(LineCodec.entry(arm64, "linux/arm64")
                        + LineCodec.entry(arm7, "linux/arm/v7")
                        + LineCodec.entry(amd64, "linux/amd64")));
        PulledImage own = pull(REPOSITORY + ":multi");
        assertEquals(amd64, own.image().manifest());
        assertEquals(index.digest(), own.digest());
        assertEquals(
                own.image().id(),
                engine.api()
                        .images()
                        .inspect(new NameOrId(REPOSITORY + "@" + index.digest()))
                        .id());
        assertEquals(
                List.of(REPOSITORY + "@" + index.digest(), REPOSITORY + "@" + amd64.digest()),
                own.image().repoDigests());
        assertEquals(arm64, pullFor("linux/arm64/v8").image().manifest());
        assertEquals(arm7, pullFor("linux/arm/v8").image().manifest());
        RegistryFailed none = assertThrows(RegistryFailed.class, () -> pullFor("linux/riscv64"));
        assertEquals(Kind.NOT_FOUND, none.kind());
    }

    private PulledImage pullFor(String platform) {
        return pullFor("multi", platform);
    }

    private PulledImage pullFor(String tag, String platform) {
        PullRequest request = new PullRequest(
                new NameOrId(REPOSITORY + ":" + tag),
                PullPolicy.ALWAYS,
                Optional.of(Platform.parse(platform, TestEngine.PLATFORM)),
                false,
                RegistryAccess.DEFAULT);
        return engine.api().transfers().pull(request, TransferListener.NONE).getFirst();
    }

    @Test
    void anImageForAnotherPlatformThanAskedForIsRefused() {
        serve("1", "x86");
        assertEquals(
                Kind.NOT_FOUND,
                assertThrows(RegistryFailed.class, () -> pullFor("1", "linux/s390x"))
                        .kind());
        leavesNothing();
    }

    @Test
    void aDigestIsPulledWithoutATagAndFoundAgain() {
        Descriptor manifest = serve("1", "base");
        String name = REPOSITORY + "@" + manifest.digest();
        PulledImage pulled = pull(name);
        assertEquals(List.of(), pulled.image().names());
        assertEquals(List.of(name), pulled.image().repoDigests());
        assertEquals(
                pulled.image().id(),
                engine.api().images().inspect(new NameOrId(name)).id());
    }

    @Test
    void wrongContentIsRefusedAndNothingIsKept() {
        Descriptor manifest = serve("1", "base", "top");
        engine.registry.lie(REPOSITORY, Digest.ofBytes(utf8("top")), utf8("tip"));
        RegistryFailed failure = assertThrows(RegistryFailed.class, () -> pull(REPOSITORY + ":1"));
        assertEquals(Kind.BROKEN, failure.kind(), failure.message());
        leavesNothing();
        assertEquals(0, engine.content.parts());
        assertFalse(engine.api().images().exists(new NameOrId(REPOSITORY + ":1")));
        assertEquals(List.of("image pull-error"), engine.records.told());
        engine.registry.lie(REPOSITORY, Digest.ofBytes(utf8("top")), utf8("top"));
        assertEquals(manifest, pull(REPOSITORY + ":1").image().manifest());
    }

    @Test
    void aLayerThatIsCompressedAsNoneInARegistryIsRefused() {
        byte[] xz = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 1, 2, 3};
        byte[] config = utf8(Digest.ofBytes(xz) + "\n");
        List<Descriptor> layers =
                List.of(new Descriptor("lines/layer.tar+gzip", engine.registry.blob(REPOSITORY, xz), xz.length));
        Descriptor image = new Descriptor("lines/config", engine.registry.blob(REPOSITORY, config), config.length);
        engine.registry.manifest(REPOSITORY, "1", LineCodec.MANIFEST, new LineCodec().writeManifest(image, layers));
        RegistryFailed failure = assertThrows(RegistryFailed.class, () -> pull(REPOSITORY + ":1"));
        assertEquals(Kind.BROKEN, failure.kind());
        assertTrue(failure.message().endsWith("compressed with xz, which no image's may be"), failure.message());
        leavesNothing();
    }

    @Test
    void aManifestThatIsWrongAboutTheSizeOfWhatIsHereIsRefused() {
        serve("1", "base");
        int blobs = pull(REPOSITORY + ":1").image().blobs().toList().size();
        byte[] config = utf8(Digest.ofBytes(utf8("base")) + "\n");
        Digest digest = engine.registry.blob(REPOSITORY, config);
        for (int wrong : List.of(0, 1)) {
            engine.registry.manifest(
                    REPOSITORY,
                    "2",
                    LineCodec.MANIFEST,
                    new LineCodec()
                            .writeManifest(
                                    new Descriptor("lines/config", digest, config.length + wrong),
                                    List.of(new Descriptor("lines/layer", Digest.ofBytes(utf8("base")), 5 - wrong))));
            RegistryFailed failure = assertThrows(RegistryFailed.class, () -> pull(REPOSITORY + ":2"));
            assertEquals(Kind.BROKEN, failure.kind(), failure.message());
        }
        assertEquals(blobs, engine.content.list().size());
    }

    @Test
    void aManifestThatIsNotWhatItIsServedAsIsRefused() {
        Descriptor manifest = serve("1", "base");
        engine.registry.manifest(REPOSITORY, "index", LineCodec.INDEX, utf8(LineCodec.entry(manifest, "linux/amd64")));
        engine.registry.manifest(
                REPOSITORY, "confused", LineCodec.MANIFEST, utf8(LineCodec.entry(manifest, "linux/amd64")));
        Descriptor larger = new Descriptor(manifest.mediaType(), manifest.digest(), manifest.size() + 1);
        engine.registry.manifest(REPOSITORY, "size", LineCodec.INDEX, utf8(LineCodec.entry(larger, "linux/amd64")));
        Descriptor other = new Descriptor("other/type", manifest.digest(), manifest.size());
        engine.registry.manifest(REPOSITORY, "type", LineCodec.INDEX, utf8(LineCodec.entry(other, "linux/amd64")));
        for (String tag : List.of("confused", "size", "type")) {
            RegistryFailed failure = assertThrows(RegistryFailed.class, () -> pull(REPOSITORY + ":" + tag));
            assertEquals(Kind.BROKEN, failure.kind(), failure.message());
        }
        leavesNothing();
        pull(REPOSITORY + ":index");
    }

    @Test
    void aBrokenPullGoesOnWhereItWas() {
        serve("1", "a long layer");
        Digest layer = Digest.ofBytes(utf8("a long layer"));
        engine.registry.interrupt(layer, sent -> {
            if (sent >= 4) {
                throw new RegistryFailed(Kind.UNREACHABLE, "cannot read", "connection reset", null);
            }
        });
        assertThrows(RegistryFailed.class, () -> pull(REPOSITORY + ":1"));
        leavesNothing();
        assertEquals(1, engine.content.parts());
        engine.registry.interrupt(layer, sent -> {});
        pull(REPOSITORY + ":1");
        assertTrue(engine.registry.asked().contains("blob " + layer + " 4"), engine.registry.asked()::toString);
        assertEquals(0, engine.content.parts());
    }

    @Test
    void aPartThatAnotherRegistryMadeUpDoesNotStandInTheWay() {
        Descriptor manifest = serve("1", "a long layer");
        Digest layer = Digest.ofBytes(utf8("a long layer"));
        for (String madeUp : List.of("evil content", "a long layer, and more")) {
            try (var writer = engine.content.resume(layer)) {
                writer.write(utf8(madeUp), 0, madeUp.length() - 3);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            assertEquals(manifest, pull(REPOSITORY + ":1").image().manifest(), madeUp);
            engine.api().images().remove(new NameOrId(REPOSITORY + ":1"), true);
        }
    }

    @Test
    void aPullThatMadeTheDiskFullGivesBackWhatItTook() {
        serve("1", "small layer", "x".repeat(1000));
        engine.registry.interrupt(Digest.ofBytes(utf8("small layer")), sent -> {
            if (sent >= 8) {
                throw new RegistryFailed(Kind.UNREACHABLE, "cannot read", "connection reset", null);
            }
        });
        assertThrows(RegistryFailed.class, () -> pull(REPOSITORY + ":1"));
        assertTrue(engine.content.parts() > 0);
        engine.content.room(500);
        CountDownLatch never = new CountDownLatch(1);
        engine.registry.interrupt(Digest.ofBytes(utf8("small layer")), sent -> await(never));
        assertTrue(
                assertThrows(StorageFailed.class, () -> pull(REPOSITORY + ":1")).isFull());
        assertEquals(0, engine.content.parts());
        leavesNothing();
    }

    @Test
    void layersMayNeedThoseBelow() {
        serve("1", "base", "link to base", "link to both");
        assertEquals(3, pull(REPOSITORY + ":1").image().layers().size());
    }

    @Test
    void twoPullsOfOneBlobShareItsDownload() throws Exception {
        serve("1", "shared");
        serve("2", "shared", "own");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        engine.registry.interrupt(Digest.ofBytes(utf8("shared")), sent -> {
            begun.countDown();
            await(goOn);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<PulledImage> one = threads.submit(() -> pull(REPOSITORY + ":1"));
            await(begun);
            Future<PulledImage> two = threads.submit(() -> pull(REPOSITORY + ":2"));
            while (!engine.registry.asked().contains("blob " + Digest.ofBytes(utf8("own")) + " 0")) {
                Thread.sleep(5);
            }
            goOn.countDown();
            one.get();
            two.get();
        }
        assertEquals(
                1,
                engine.registry.asked().stream()
                        .filter(("blob " + Digest.ofBytes(utf8("shared")) + " 0")::equals)
                        .count());
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNobodyElse() throws Exception {
        serve("1", "shared");
        CountDownLatch reads = new CountDownLatch(1);
        List<TransferProgress> told = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<PulledImage>> stuck =
                    threads.submit(() -> engine.api().transfers().pull(request(REPOSITORY + ":1"), step -> {
                        await(reads);
                        told.add(step);
                    }));
            while (!engine.registry.asked().contains("manifest " + REPOSITORY + ":1")) {
                Thread.sleep(5);
            }
            threads.submit(() -> pull(REPOSITORY + ":1")).get(10, TimeUnit.SECONDS);
            assertFalse(stuck.isDone());
            reads.countDown();
            stuck.get(10, TimeUnit.SECONDS);
        }
        assertTrue(told.getFirst() instanceof TransferProgress.Begun, told::toString);
        assertTrue(told.getLast() instanceof TransferProgress.Pulled, told::toString);
    }

    @Test
    void aClientThatIsGoneEndsItsPull() {
        serve("1", "base");
        IllegalStateException gone = new IllegalStateException("gone");
        assertEquals(
                gone,
                assertThrows(
                        IllegalStateException.class,
                        () -> engine.api().transfers().pull(request(REPOSITORY + ":1"), step -> {
                            throw gone;
                        })));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted", e);
        }
    }

    @Test
    void whoWaitedGoesOnWithThePartOfAPullThatWasGivenUp() throws Exception {
        serve("1", "shared by two");
        Digest blob = Digest.ofBytes(utf8("shared by two"));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger readers = new AtomicInteger();
        engine.registry.interrupt(blob, sent -> {
            if (sent == 4 && readers.getAndIncrement() == 0) {
                begun.countDown();
                await(never);
            }
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<PulledImage> one = threads.submit(() -> pull(REPOSITORY + ":1"));
            await(begun);
            Future<PulledImage> two = threads.submit(() -> pull(REPOSITORY + ":1"));
            one.cancel(true);
            assertEquals(1, two.get(20, TimeUnit.SECONDS).image().layers().size());
        }
        assertTrue(engine.registry.asked().contains("blob " + blob + " 4"), engine.registry.asked()::toString);
    }

    @Test
    void policiesDecideWhetherTheRegistryIsAsked() {
        serve("1", "base");
        PullRequest never = PullRequest.of(REPOSITORY + ":1", PullPolicy.NEVER);
        PullRequest missing = PullRequest.of(REPOSITORY + ":1", PullPolicy.MISSING);
        PullRequest newer = PullRequest.of(REPOSITORY + ":1", PullPolicy.NEWER);
        assertThrows(NotFound.class, () -> engine.api().transfers().pull(never, TransferListener.NONE));
        assertTrue(engine.api()
                .transfers()
                .pull(missing, TransferListener.NONE)
                .getFirst()
                .changed());
        int asked = engine.registry.asked().size();
        engine.api().transfers().pull(never, TransferListener.NONE);
        engine.api().transfers().pull(missing, TransferListener.NONE);
        assertEquals(asked, engine.registry.asked().size());
        engine.api().transfers().pull(newer, TransferListener.NONE);
        assertEquals(asked + 1, engine.registry.asked().size());
        serve("1", "base", "more");
        assertEquals(
                2,
                engine.api()
                        .transfers()
                        .pull(newer, TransferListener.NONE)
                        .getFirst()
                        .image()
                        .layers()
                        .size());
        engine.image("gone.example/x:1");
        assertEquals(
                "gone.example/x:1",
                engine.api()
                        .transfers()
                        .pull(PullRequest.of("gone.example/x:1", PullPolicy.NEWER), TransferListener.NONE)
                        .getFirst()
                        .name()
                        .toString());
    }

    @Test
    void everyTagIsPulledWhenAllAreAskedFor() {
        serve("1", "one");
        serve("2", "two");
        PullRequest all = new PullRequest(
                new NameOrId(REPOSITORY), PullPolicy.ALWAYS, Optional.empty(), true, RegistryAccess.DEFAULT);
        assertEquals(
                List.of("1", "2"),
                engine.api().transfers().pull(all, TransferListener.NONE).stream()
                        .map(image -> image.name().tag().orElseThrow())
                        .toList());
        PullRequest tagged = new PullRequest(
                new NameOrId(REPOSITORY + ":1"), PullPolicy.ALWAYS, Optional.empty(), true, RegistryAccess.DEFAULT);
        assertThrows(InvalidArgument.class, () -> engine.api().transfers().pull(tagged, TransferListener.NONE));
    }

    @Test
    void aTagThatIsNoneIsTheRegistrysFault() {
        Descriptor manifest = serve("1", "one");
        engine.registry.manifest(
                REPOSITORY, "\u001b[2J", LineCodec.MANIFEST, utf8("config x " + manifest.digest() + " 1"));
        PullRequest all = new PullRequest(
                new NameOrId(REPOSITORY), PullPolicy.ALWAYS, Optional.empty(), true, RegistryAccess.DEFAULT);
        RegistryFailed failure = assertThrows(
                RegistryFailed.class, () -> engine.api().transfers().pull(all, TransferListener.NONE));
        assertEquals(Kind.BROKEN, failure.kind());
        assertFalse(failure.message().contains("\u001b"), failure.message());
    }

    @Test
    void whatARegistrySaysIsShownWithinBounds() {
        String evil = "\u001b[2J\u202e" + "x".repeat(5000);
        engine.registry.manifest(REPOSITORY, "1", evil, utf8("config x y 1"));
        RegistryFailed failure = assertThrows(RegistryFailed.class, () -> pull(REPOSITORY + ":1"));
        assertEquals(Kind.BROKEN, failure.kind());
        assertTrue(failure.message().contains(" [2J x"), failure.message());
        assertTrue(failure.message().length() < 700 && failure.reason().length() <= 500, failure.message());
        Descriptor manifest = engine.registry.image(REPOSITORY, "", "", "x86");
        StringBuilder index = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            index.append(LineCodec.entry(manifest, "linux/arch" + i));
        }
        engine.registry.manifest(REPOSITORY, "many", LineCodec.INDEX, utf8(index.toString()));
        RegistryFailed none = assertThrows(RegistryFailed.class, () -> pull(REPOSITORY + ":many"));
        assertTrue(none.message().contains("linux/arch9, ...]: no matching manifest"), none.message());
    }

    @Test
    void whatIsKnownByAnotherDigestIsRefusedBeforeAnythingIsFetched() {
        Descriptor layer = new Descriptor("lines/layer", engine.registry.blob(REPOSITORY, utf8("base")), 4);
        Descriptor config = new Descriptor("lines/config", Digest.parse("sha512:" + "a".repeat(128)), 4);
        engine.registry.manifest(
                REPOSITORY, "1", LineCodec.MANIFEST, new LineCodec().writeManifest(config, List.of(layer)));
        assertEquals(
                Kind.BROKEN,
                assertThrows(RegistryFailed.class, () -> pull(REPOSITORY + ":1"))
                        .kind());
        assertEquals(List.of("manifest " + REPOSITORY + ":1"), engine.registry.asked());
    }

    @Test
    void aRepositoryWithoutTagsHasNothingToPull() {
        engine.registry.withoutTags(REPOSITORY);
        PullRequest all = new PullRequest(
                new NameOrId(REPOSITORY), PullPolicy.ALWAYS, Optional.empty(), true, RegistryAccess.DEFAULT);
        RegistryFailed failure = assertThrows(
                RegistryFailed.class, () -> engine.api().transfers().pull(all, TransferListener.NONE));
        assertEquals(Kind.NOT_FOUND, failure.kind());
    }

    @Test
    void aMovedTagTakesItsNameAlongAndTheOldImageStays() {
        serve("1", "old");
        PulledImage old = pull(REPOSITORY + ":1");
        serve("1", "new");
        PulledImage fresh = pull(REPOSITORY + ":1");
        assertTrue(fresh.changed());
        assertEquals(
                fresh.image().id(),
                engine.api().images().inspect(new NameOrId(REPOSITORY + ":1")).id());
        assertEquals(
                old.image().id(),
                engine.api()
                        .images()
                        .inspect(new NameOrId(old.image().id().value()))
                        .id());
    }

    private PushedImage push(String image, String destination) {
        return engine.api()
                .transfers()
                .push(
                        new PushRequest(
                                new NameOrId(image),
                                Optional.of(ImageReference.parse(destination, Home.DOCKER)),
                                RegistryAccess.DEFAULT),
                        TransferListener.NONE);
    }

    @Test
    void aPulledImageIsPushedByteForByte() {
        Descriptor manifest = serve("1", "base", "top");
        pull(REPOSITORY + ":1");
        PushedImage pushed = push(REPOSITORY + ":1", "other.example/copy:2");
        assertEquals(manifest, pushed.manifest());
        assertArrayEquals(
                engine.registry
                        .manifest(ImageReference.parseFull(REPOSITORY + ":1"), RegistryAccess.DEFAULT)
                        .bytes(),
                engine.registry
                        .manifest(ImageReference.parseFull("other.example/copy:2"), RegistryAccess.DEFAULT)
                        .bytes());
        assertEquals("image push", engine.records.told().getLast());
    }

    /** The image of {@code tag} with another manifest, in another repository: its config is the same, its layers go by another type. */
    private Descriptor otherwise(String repository, String tag, String type, String layer) {
        byte[] config = utf8(Digest.ofBytes(utf8(layer)) + "\n");
        return engine.registry.manifest(
                repository,
                tag,
                LineCodec.MANIFEST,
                new LineCodec()
                        .writeManifest(
                                new Descriptor("lines/config", engine.registry.blob(repository, config), config.length),
                                List.of(new Descriptor(
                                        type, engine.registry.blob(repository, utf8(layer)), layer.length()))));
    }

    @Test
    void anImageKeepsTheManifestOfEachNameItWasPulledAs() {
        Descriptor first = serve("1", "base");
        ImageRecord image = pull(REPOSITORY + "@" + first.digest()).image();
        Descriptor second = otherwise("other.example/app", "2", "other/type", "base");
        assertEquals(image.id(), pull("other.example/app:2").image().id());
        String pinned = REPOSITORY + "@" + first.digest();
        ImageRecord both = engine.api().images().inspect(new NameOrId(pinned));
        assertEquals(List.of("other.example/app@" + second.digest(), pinned), both.repoDigests());
        assertEquals(
                image.id(),
                engine.api()
                        .images()
                        .inspect(new NameOrId("other.example/app@" + second.digest()))
                        .id());
        assertThrows(
                NotFound.class,
                () -> engine.api().images().inspect(new NameOrId("other.example/app@" + first.digest())));
        assertEquals(first, push(pinned, "copy.example/app:1").manifest());
        assertEquals(second, push("other.example/app:2", "copy.example/app:2").manifest());
        assertFalse(pull(pinned).changed());
        Descriptor moved = otherwise("other.example/app", "2", "third/type", "base");
        assertTrue(pull("other.example/app:2").changed());
        assertFalse(pull("other.example/app:2").changed());
        assertEquals(moved, push("other.example/app:2", "copy.example/app:2").manifest());
        engine.api().images().remove(new NameOrId(image.id().value()), true);
        leavesNothing();
    }

    @Test
    void onlySoManyManifestsOfAnImageAreKept() {
        Descriptor first = otherwise(REPOSITORY, "first", "type", "base");
        pull(REPOSITORY + ":first");
        for (int i = 0; i < 60; i++) {
            otherwise(REPOSITORY, "1", "type/" + i, "base");
            pull(REPOSITORY + ":1");
        }
        assertEquals(52, engine.content.list().size()); // and a layer and a config
        assertEquals(first, push(REPOSITORY + ":first", "other.example/copy:1").manifest());
    }

    @Test
    void layersThatTheRegistryHasElsewhereAreMounted() {
        serve("1", "base");
        pull(REPOSITORY + ":1");
        List<LayerStep> steps = new ArrayList<>();
        PushRequest request = new PushRequest(
                new NameOrId(REPOSITORY + ":1"),
                Optional.of(ImageReference.parseFull("reg.example/team/copy:1")),
                RegistryAccess.DEFAULT);
        TransferListener listener = step -> {
            if (step instanceof TransferProgress.Layer layer) {
                steps.add(layer.step());
            }
        };
        engine.api().transfers().push(request, listener);
        assertEquals(List.of(LayerStep.PREPARING, LayerStep.MOUNTED), steps);
        steps.clear();
        engine.api().transfers().push(request, listener);
        assertEquals(List.of(LayerStep.PREPARING, LayerStep.REMOTE), steps);
    }

    @Test
    void aRepositoryThatWasOnlyTaggedHereIsNotMountedFrom() {
        serve("1", "base");
        pull(REPOSITORY + ":1");
        engine.registry.blob("other.example/tagged", utf8("base"));
        engine.api().images().tag(new NameOrId(REPOSITORY + ":1"), ImageReference.parseFull("other.example/tagged:1"));
        List<LayerStep> steps = new ArrayList<>();
        engine.api()
                .transfers()
                .push(
                        new PushRequest(
                                new NameOrId(REPOSITORY + ":1"),
                                Optional.of(ImageReference.parseFull("other.example/copy:1")),
                                RegistryAccess.DEFAULT),
                        step -> {
                            if (step instanceof TransferProgress.Layer layer) {
                                steps.add(layer.step());
                            }
                        });
        assertEquals(LayerStep.PUSHED, steps.getLast(), steps::toString);
    }

    @Test
    void anImageWithoutANameNeedsADestination() {
        serve("1", "base");
        String id = pull(REPOSITORY + ":1").image().id().value();
        PushRequest nowhere = new PushRequest(new NameOrId(id), Optional.empty(), RegistryAccess.DEFAULT);
        assertThrows(InvalidArgument.class, () -> engine.api().transfers().push(nowhere, TransferListener.NONE));
        PushRequest unknown = new PushRequest(new NameOrId("nothing"), Optional.empty(), RegistryAccess.DEFAULT);
        assertThrows(NotFound.class, () -> engine.api().transfers().push(unknown, TransferListener.NONE));
    }

    @Test
    void anUncompressedLayerIsCompressedOnItsWay() throws IOException {
        byte[] layer = utf8("tar");
        Digest diffId = Digest.ofBytes(layer);
        byte[] config = utf8(diffId + "\n");
        engine.registry.blob(REPOSITORY, layer);
        engine.registry.manifest(
                REPOSITORY,
                "1",
                LineCodec.MANIFEST,
                new LineCodec()
                        .writeManifest(
                                new Descriptor("lines/config", engine.registry.blob(REPOSITORY, config), config.length),
                                List.of(new Descriptor("lines/layer.tar", diffId, layer.length))));
        pull(REPOSITORY + ":1");
        int blobs = engine.content.list().size();
        PushedImage first = push(REPOSITORY + ":1", "other.example/copy:1");
        assertEquals(
                first.manifest(),
                push(REPOSITORY + ":1", "other.example/copy:2").manifest());
        assertEquals(blobs, engine.content.list().size());
        byte[] manifest =
                engine.registry.manifest(first.name(), RegistryAccess.DEFAULT).bytes();
        var sent = (io.helipod.core.image.ManifestDocument.Image)
                new LineCodec().readManifest(manifest, LineCodec.MANIFEST);
        assertEquals("lines/layer.tar+gzip", sent.layers().getFirst().mediaType());
        try (var blob = engine.registry.openBlob(first.name(), sent.layers().getFirst(), 0, RegistryAccess.DEFAULT)) {
            assertArrayEquals(layer, new GZIPInputStream(new ByteArrayInputStream(blob.readAllBytes())).readAllBytes());
        }
    }

    @Test
    void aCompressedLayerWithTheLabelOfAPlainOneIsPushedAsItIs() throws IOException {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(blob)) {
            gzip.write(utf8("tar"));
        }
        byte[] config = utf8(Digest.ofBytes(utf8("tar")) + "\n");
        Descriptor manifest = engine.registry.manifest(
                REPOSITORY,
                "1",
                LineCodec.MANIFEST,
                new LineCodec()
                        .writeManifest(
                                new Descriptor("lines/config", engine.registry.blob(REPOSITORY, config), config.length),
                                List.of(new Descriptor(
                                        "lines/layer.tar",
                                        engine.registry.blob(REPOSITORY, blob.toByteArray()),
                                        blob.size()))));
        pull(REPOSITORY + ":1");
        assertEquals(manifest, push(REPOSITORY + ":1", "other.example/copy:1").manifest());
    }

    @Test
    void aRegistryIsLookedAtWithoutFetching() {
        Descriptor manifest = serve("1", "base");
        var seen = engine.api()
                .transfers()
                .inspectRemote(ImageReference.parseFull(REPOSITORY + ":1"), RegistryAccess.DEFAULT);
        assertEquals(manifest, seen.manifest());
        assertEquals(List.of(TestEngine.PLATFORM), seen.platforms());
        leavesNothing();
    }

    @Test
    void credentialsAreCheckedAndSecretsNeverShown() {
        RegistryCredentials right = RegistryCredentials.of("me", "canary");
        engine.registry.admit(right);
        engine.api().logins().check("https://reg.example/v2/", right, Optional.empty());
        assertThrows(
                RegistryFailed.class,
                () -> engine.api()
                        .logins()
                        .check("reg.example", RegistryCredentials.of("me", "wrong"), Optional.empty()));
        for (String server : List.of("reg.example", "../etc", "a b")) {
            assertThrows(
                    InvalidArgument.class,
                    () -> engine.api()
                            .logins()
                            .check(server, RegistryCredentials.of("", server.isEmpty() ? "" : "x"), Optional.empty()));
        }
        assertFalse(right.toString().contains("canary"), right.toString());
    }
}
