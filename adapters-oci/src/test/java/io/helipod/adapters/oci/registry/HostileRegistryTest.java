package io.helipod.adapters.oci.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import io.helipod.adapters.oci.RegistryConfig;
import io.helipod.adapters.oci.RegistryConfig.Mirror;
import io.helipod.adapters.oci.RegistryConfig.PullFrom;
import io.helipod.adapters.oci.RegistryConfig.Rule;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.error.EngineException.RegistryFailed.Kind;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageReference;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.registry.RegistryAuth;
import io.helipod.core.registry.RegistryCredentials;
import io.helipod.core.registry.Secret;
import io.helipod.core.spi.registry.BlobOutcome;
import io.helipod.core.spi.registry.BlobUpload;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.registry.RegistryManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registries that lie, drip, break off and lead astray (demands: registry confusion, secrets), and what is done about it. */
class HostileRegistryTest {
    private static final String JSON = "application/vnd.oci.image.manifest.v1+json";
    private static final byte[] DOCUMENT = utf8("{\"schemaVersion\":2}");
    private static final RegistryCredentials CANARY = RegistryCredentials.of("me", "canary");
    private final RegistryDouble server = new RegistryDouble();
    private final RegistryDouble other = new RegistryDouble();
    private final byte[] large = bytes(3_000);
    private Registry registry = registry(HttpRegistryTest.config(server.host(), other.host()));

    @AfterEach
    void close() {
        server.close();
        other.close();
    }

    private static Registry registry(RegistryConfig config) {
        return new HttpRegistry(config, InstantSource.system(), 1000);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static Descriptor descriptor(byte[] bytes) {
        return new Descriptor("application/octet-stream", Digest.ofBytes(bytes), bytes.length);
    }

    private ImageReference name() {
        return new ImageReference(server.host(), "a/b", Optional.of("1"), Optional.empty());
    }

    private byte[] read() throws IOException {
        return read(RegistryAccess.DEFAULT);
    }

    private byte[] read(RegistryAccess access) throws IOException {
        try (InputStream in = registry.openBlob(name(), descriptor(large), 0, access)) {
            return in.readAllBytes();
        }
    }

    private static RegistryAccess with(RegistryCredentials credentials) {
        return RegistryAccess.of(RegistryAuth.of(credentials), Optional.empty());
    }

    private long asked(RegistryDouble one, String part) {
        return one.log().stream().filter(line -> line.contains(part)).count();
    }

    private RegistryFailed fails(Kind kind, org.junit.jupiter.api.function.Executable what) {
        RegistryFailed failure = assertThrows(RegistryFailed.class, what);
        assertEquals(kind, failure.kind(), failure.message());
        assertFalse(failure.message().contains("canary"), failure.message());
        return failure;
    }

    @Test
    void aManifestThatIsNotWhatWasAskedForIsRefused() {
        Digest digest = server.manifest("a/b", "1", JSON, DOCUMENT);
        server.always(x -> {
            RegistryDouble.answer(x, 200, JSON, utf8("{\"schemaVersion\":2,\"evil\":1}"));
            return true;
        });
        ImageReference byDigest = new ImageReference(server.host(), "a/b", Optional.empty(), Optional.of(digest));
        fails(Kind.BROKEN, () -> registry.manifest(byDigest, RegistryAccess.DEFAULT));
    }

    @Test
    void aManifestThatContradictsItsHeaderIsRefused() {
        server.always(x -> {
            x.getResponseHeaders().set("Docker-Content-Digest", "sha256:" + "0".repeat(64));
            RegistryDouble.answer(x, 200, JSON, DOCUMENT);
            return true;
        });
        fails(Kind.BROKEN, () -> registry.manifest(name(), RegistryAccess.DEFAULT));
    }

    @Test
    void aManifestWithoutEndIsCutOff() {
        server.always(x -> {
            x.sendResponseHeaders(200, 0);
            try (OutputStream out = x.getResponseBody()) {
                byte[] spaces = new byte[1 << 16];
                while (true) {
                    out.write(spaces);
                }
            } catch (IOException e) {
                return true;
            }
        });
        fails(Kind.BROKEN, () -> registry.manifest(name(), RegistryAccess.DEFAULT));
    }

    @Test
    void aBlobWithoutEndIsCutOff() {
        server.always(x -> {
            x.sendResponseHeaders(200, 0);
            try (OutputStream out = x.getResponseBody()) {
                out.write(large);
                while (true) {
                    out.write(large);
                }
            } catch (IOException e) {
                return true;
            }
        });
        fails(Kind.BROKEN, this::read);
    }

    @Test
    void whatBreaksOffGoesOnWhereItWas() throws IOException {
        Digest unused = server.blob("a/b", large);
        server.once(x -> {
            RegistryDouble.cut(x, large.length, java.util.Arrays.copyOf(large, 1000));
            return true;
        });
        assertArrayEquals(large, read());
        assertEquals(2, asked(server, "GET /v2/a/b/blobs/"), server.log()::toString);
    }

    @Test
    void aRegistryThatKnowsNoRangesIsReadAgainFromTheStart() throws IOException {
        Digest unused = server.blob("a/b", large);
        server.once(x -> {
            RegistryDouble.cut(x, large.length, java.util.Arrays.copyOf(large, 1000));
            return true;
        });
        server.once(x -> {
            if (RegistryDouble.from(x) == 0) {
                return false;
            }
            RegistryDouble.answer(x, 200, "application/octet-stream", large);
            return true;
        });
        assertArrayEquals(large, read());
    }

    @Test
    void anotherRangeThanAskedForIsRefused() {
        Digest unused = server.blob("a/b", large);
        server.once(x -> {
            RegistryDouble.cut(x, large.length, java.util.Arrays.copyOf(large, 1000));
            return true;
        });
        server.once(x -> {
            if (RegistryDouble.from(x) == 0) {
                return false;
            }
            x.getResponseHeaders().set("Content-Range", "bytes 0-2999/3000");
            RegistryDouble.answer(x, 206, "application/octet-stream", large);
            return true;
        });
        fails(Kind.BROKEN, this::read);
    }

    @Test
    void oneThatAlwaysBreaksOffIsGivenUp() {
        server.always(x -> {
            if (x.getRequestURI().getPath().contains("/blobs/")) {
                RegistryDouble.cut(x, large.length, new byte[0]);
                return true;
            }
            return false;
        });
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> fails(Kind.UNREACHABLE, this::read));
    }

    @Test
    void oneThatDripsIsGivenUp() {
        server.always(x -> {
            if (!x.getRequestURI().getPath().contains("/blobs/")) {
                return false;
            }
            x.sendResponseHeaders(200, large.length);
            try (OutputStream out = x.getResponseBody()) {
                for (int i = 0; i < 1000; i++) {
                    out.write(large[i]);
                    out.flush();
                    Thread.sleep(50);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        });
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> fails(Kind.UNREACHABLE, this::read));
    }

    /** Begins an answer and drips it, a byte at a time. */
    private static boolean drip(HttpExchange x, int status, String begin) throws IOException {
        x.sendResponseHeaders(status, 1 << 20);
        try (OutputStream out = x.getResponseBody()) {
            out.write(utf8(begin));
            while (true) {
                out.write(' ');
                out.flush();
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Test
    void errorsTokensAndWhatIsSkippedMayNotDripEither() {
        server.once(x -> drip(x, 403, "{"));
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> fails(Kind.DENIED, () -> registry.manifest(name(), RegistryAccess.DEFAULT)));
        Descriptor blob = new Descriptor("application/octet-stream", Digest.ofBytes(large), 1 << 20);
        server.always(x -> x.getRequestURI().getPath().contains("/blobs/") && drip(x, 200, ""));
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> fails(Kind.UNREACHABLE, () -> registry.openBlob(name(), blob, 1 << 19, RegistryAccess.DEFAULT)));
        other.always(x -> x.getRequestURI().getPath().equals("/slow") && drip(x, 200, "{"));
        server.guard(x -> {
            x.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"http://" + other.host() + "/slow\"");
            RegistryDouble.error(x, 401, "UNAUTHORIZED", "authentication required");
            return false;
        });
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> fails(Kind.UNREACHABLE, () -> registry.manifest(name(), RegistryAccess.DEFAULT)));
    }

    @Test
    void aSmallAnswerMustBeWholeInTime() {
        RegistryConfig.Timing timing = HttpRegistryTest.config().timing();
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }
        };
        RegistryConfig.Timing quick = new RegistryConfig.Timing(
                timing.connect(), Duration.ofMillis(50), timing.probe(), Duration.ofMillis(20), timing.backoff(), 1);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            try (InputStream body = new WatchedInput(endless, quick).small()) {
                assertThrows(IOException.class, () -> body.transferTo(OutputStream.nullOutputStream()));
            }
        });
    }

    @Test
    void busyRegistriesAreAskedAgainWhenTheySay() {
        server.manifest("a/b", "1", JSON, DOCUMENT);
        server.once(x -> {
            x.getResponseHeaders().set("Retry-After", "1");
            RegistryDouble.error(x, 429, "TOOMANYREQUESTS", "slow down");
            return true;
        });
        server.once(x -> {
            RegistryDouble.answer(x, 503, "", new byte[0]);
            return true;
        });
        long begin = System.nanoTime();
        registry.manifest(name(), RegistryAccess.DEFAULT);
        assertTrue(System.nanoTime() - begin > 1_000_000_000L);
    }

    @Test
    void oneThatStaysBusyIsGivenUp() {
        server.always(x -> {
            RegistryDouble.error(x, 429, "TOOMANYREQUESTS", "slow down");
            return true;
        });
        RegistryFailed failure = fails(Kind.BUSY, () -> registry.manifest(name(), RegistryAccess.DEFAULT));
        assertEquals("toomanyrequests: slow down", failure.reason());
        assertEquals(3, asked(server, "/manifests/"));
        RegistryAccess impatient =
                new RegistryAccess(RegistryAuth.NONE, Optional.empty(), Optional.of(0), Optional.empty());
        fails(Kind.BUSY, () -> registry.manifest(name(), impatient));
        assertEquals(4, asked(server, "/manifests/"));
    }

    @Test
    void credentialsDoNotGoAlongToAnotherHost() throws IOException {
        Digest unused = other.blob("a/b", large);
        server.guard(x -> {
            if (x.getRequestHeaders().getFirst("Authorization") == null) {
                x.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
                RegistryDouble.error(x, 401, "UNAUTHORIZED", "authentication required");
                return false;
            }
            x.getResponseHeaders().set("Location", "http://" + other.host() + x.getRequestURI());
            RegistryDouble.answer(x, 307, "", new byte[0]);
            return false;
        });
        assertArrayEquals(large, read(with(CANARY)));
        assertEquals(1, asked(other, " -"), other.log()::toString);
        other.guard(x -> {
            x.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"give it to me\"");
            RegistryDouble.error(x, 401, "UNAUTHORIZED", "authentication required");
            return false;
        });
        fails(Kind.DENIED, () -> read(with(CANARY)));
        assertEquals(0, asked(other, "Basic"), other.log()::toString);
    }

    @Test
    void redirectsInCirclesEnd() {
        server.always(x -> {
            x.getResponseHeaders().set("Location", x.getRequestURI().toString());
            RegistryDouble.answer(x, 302, "", new byte[0]);
            return true;
        });
        fails(Kind.BROKEN, () -> registry.manifest(name(), RegistryAccess.DEFAULT));
        assertTrue(asked(server, "/manifests/") < 10);
    }

    @Test
    void placesThatAreNoneAreNotFollowed() {
        for (String location : List.of(
                "file:///etc/passwd",
                "ftp://x/y",
                "http://me:pw@" + other.host() + "/",
                "::",
                "http://localhost:99999/")) {
            server.once(x -> {
                x.getResponseHeaders().set("Location", location);
                RegistryDouble.answer(x, 302, "", new byte[0]);
                return true;
            });
            fails(Kind.BROKEN, () -> registry.manifest(name(), RegistryAccess.DEFAULT));
        }
        assertEquals(List.of(), other.log());
    }

    @Test
    void theCredentialsOfOneRegistryAreNotShownToAnother() {
        other.manifest("a/b", "1", JSON, DOCUMENT);
        other.guard(x -> {
            x.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            RegistryDouble.error(x, 401, "UNAUTHORIZED", "authentication required");
            return false;
        });
        RegistryAccess access =
                RegistryAccess.of(new RegistryAuth(Optional.empty(), Map.of(server.host(), CANARY)), Optional.empty());
        ImageReference elsewhere = new ImageReference(other.host(), "a/b", Optional.of("1"), Optional.empty());
        fails(Kind.UNAUTHORIZED, () -> registry.manifest(elsewhere, access));
        assertEquals(0, asked(other, "Basic"));
    }

    /** As if images named after {@code server} had moved to {@code other}. */
    private RegistryConfig moved() {
        RegistryConfig plain = HttpRegistryTest.config();
        return new RegistryConfig(
                plain.search(),
                List.of(new Rule(server.host(), other.host(), true, false, false, List.of())),
                plain.aliases(),
                plain.mode(),
                plain.certDirs(),
                plain.caBundles(),
                plain.authFiles(),
                plain.timing());
    }

    @Test
    void theCredentialsOfARequestAreNotShownToThePlaceThatARegistryWasMovedTo() {
        registry = registry(moved());
        other.manifest("a/b", "1", JSON, DOCUMENT);
        other.guard(x -> {
            x.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            RegistryDouble.error(x, 401, "UNAUTHORIZED", "authentication required");
            return false;
        });
        fails(Kind.UNAUTHORIZED, () -> registry.manifest(name(), with(CANARY)));
        assertEquals(0, asked(other, "Basic"), other.log()::toString);
    }

    @Test
    void aPushGoesWhereTheNameSays() {
        registry = registry(moved());
        registry.pushManifest(
                name(),
                new RegistryManifest(new Descriptor(JSON, Digest.ofBytes(DOCUMENT), 20), DOCUMENT),
                RegistryAccess.DEFAULT);
        assertEquals(1, asked(server, "PUT"));
        assertEquals(List.of(), other.log());
    }

    /** Wants a token of {@code other}, whose service gives it to whom it may. */
    private void tokens(String answer, int status) {
        server.guard(x -> {
            if ("Bearer good".equals(x.getRequestHeaders().getFirst("Authorization"))) {
                return true;
            }
            x.getResponseHeaders()
                    .set(
                            "WWW-Authenticate",
                            "Bearer realm=\"http://" + other.host()
                                    + "/token\",service=\"reg, the first\",scope=\"x\"");
            RegistryDouble.error(x, 401, "UNAUTHORIZED", "authentication required");
            return false;
        });
        other.always(x -> {
            if (!x.getRequestURI().getPath().equals("/token")) {
                return false;
            }
            RegistryDouble.answer(x, status, "application/json", utf8(answer));
            return true;
        });
    }

    @Test
    void aTokenIsFetchedOnceForWhatItIsGoodFor() throws IOException {
        server.manifest("a/b", "1", JSON, DOCUMENT);
        Digest unused = server.blob("a/b", large);
        tokens("{\"token\":\"good\",\"expires_in\":300}", 200);
        registry.manifest(name(), with(CANARY));
        registry.manifest(name(), with(CANARY));
        assertArrayEquals(large, read(with(CANARY)));
        assertEquals(1, asked(other, "/token"), other.log()::toString);
        String request = other.log().stream()
                .filter(line -> line.contains("/token"))
                .findFirst()
                .orElseThrow();
        assertTrue(request.contains("scope=repository%3Aa%2Fb%3Apull"), request);
        assertTrue(request.contains("service=reg%2C+the+first"), request);
        assertTrue(request.endsWith("Basic " + Base64.getEncoder().encodeToString(utf8("me:canary"))), request);
        registry.manifest(name(), RegistryAccess.DEFAULT);
        assertEquals(2, asked(other, "/token"), "somebody else's token was used");
    }

    @Test
    void aLoginAsksForTheCredentialsEveryTime() {
        tokens("{\"token\":\"good\",\"expires_in\":300}", 200);
        registry.checkLogin(server.host(), CANARY, Optional.empty());
        registry.checkLogin(server.host(), CANARY, Optional.empty());
        assertEquals(2, asked(other, "/token"), other.log()::toString);
    }

    @Test
    void anIdentityTokenBuysAToken() {
        server.manifest("a/b", "1", JSON, DOCUMENT);
        tokens("{\"access_token\":\"good\"}", 200);
        registry.manifest(name(), with(new RegistryCredentials("", Secret.NONE, new Secret("canary"))));
        assertEquals(1, asked(other, "POST /token"), other.log()::toString);
    }

    @Test
    void aTokenServiceMayRefuseOrTalkNonsense() {
        tokens("{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\"}]}", 401);
        fails(Kind.UNAUTHORIZED, () -> registry.manifest(name(), with(CANARY)));
        other.close();
        fails(Kind.UNREACHABLE, () -> registry.manifest(name(), with(CANARY)));
        for (String nonsense : List.of("{}", "[]", "not json", "{\"token\":\"a b\"}", "{\"token\":{\"x\":1}}")) {
            try (RegistryDouble third = new RegistryDouble()) {
                server.guard(x -> {
                    x.getResponseHeaders()
                            .set("WWW-Authenticate", "Bearer realm=\"http://" + third.host() + "/token\"");
                    RegistryDouble.error(x, 401, "UNAUTHORIZED", "authentication required");
                    return false;
                });
                third.always(x -> {
                    RegistryDouble.answer(x, 200, "application/json", utf8(nonsense));
                    return true;
                });
                fails(Kind.BROKEN, () -> registry.manifest(name(), with(CANARY)));
            }
        }
    }

    @Test
    void anExpiredTokenIsReplaced() {
        server.manifest("a/b", "1", JSON, DOCUMENT);
        tokens("{\"token\":\"stale\"}", 200);
        fails(Kind.UNAUTHORIZED, () -> registry.manifest(name(), with(CANARY)));
        server.guard(x -> {
            if ("Bearer stale".equals(x.getRequestHeaders().getFirst("Authorization"))) {
                return true;
            }
            RegistryDouble.error(x, 401, "UNAUTHORIZED", "authentication required");
            return false;
        });
        registry.manifest(name(), with(CANARY));
    }

    private RegistryConfig mirrored(Mirror... mirrors) {
        RegistryConfig plain = HttpRegistryTest.config(server.host(), other.host());
        return new RegistryConfig(
                plain.search(),
                List.of(new Rule(server.host(), "", true, false, false, List.of(mirrors))),
                plain.aliases(),
                plain.mode(),
                plain.certDirs(),
                plain.caBundles(),
                plain.authFiles(),
                plain.timing());
    }

    @Test
    void aMirrorIsAskedFirstAndReplacedWhenItFails() throws IOException {
        registry = registry(mirrored(new Mirror(other.host() + "/mirror", true, PullFrom.ALL)));
        other.manifest("mirror/a/b", "1", JSON, DOCUMENT);
        registry.manifest(name(), with(CANARY));
        assertEquals(0, asked(server, "/manifests/"));
        Digest unused = server.blob("a/b", large);
        other.always(x -> {
            if (!x.getRequestURI().getPath().contains("/blobs/")) {
                return false;
            }
            RegistryDouble.cut(x, large.length, java.util.Arrays.copyOf(large, 1000));
            return true;
        });
        assertArrayEquals(large, read(with(CANARY)));
        assertEquals(1, asked(server, "GET /v2/a/b/blobs/"), server.log()::toString);
        other.close();
        server.manifest("a/b", "1", JSON, DOCUMENT);
        registry.manifest(name(), with(CANARY));
        assertEquals(0, asked(other, "Basic"), "a mirror was shown another registry's credentials");
    }

    @Test
    void aMirrorForDigestsIsNotAskedForTags() {
        registry = registry(mirrored(new Mirror(other.host(), true, PullFrom.DIGEST_ONLY)));
        Digest digest = server.manifest("a/b", "1", JSON, DOCUMENT);
        registry.manifest(name(), RegistryAccess.DEFAULT);
        assertEquals(0, asked(other, "/manifests/"));
        fails(
                Kind.NOT_FOUND,
                () -> registry.manifest(
                        new ImageReference(server.host(), "c", Optional.empty(), Optional.of(digest)),
                        RegistryAccess.DEFAULT));
        assertEquals(1, asked(other, "/manifests/"));
    }

    @Test
    void whatCanBeNoHostIsNone() {
        ImageReference name = new ImageReference("1.2", "a", Optional.of("1"), Optional.empty());
        fails(Kind.BROKEN, () -> registry.manifest(name, RegistryAccess.DEFAULT));
        for (String host : List.of("1.2", "a..b", "a.-b", "..")) {
            fails(Kind.BROKEN, () -> registry.checkLogin(host, RegistryCredentials.of("a", "b"), Optional.of(false)));
        }
    }

    @Test
    void aLargeBlobGoesUpInPiecesAndOnlyTheBrokenOneAgain() {
        server.once(x -> {
            if (!x.getRequestMethod().equals("PATCH")
                    || !x.getRequestHeaders().getFirst("Content-Range").startsWith("1000-")) {
                return false;
            }
            server.swallow(x, 400);
            return true;
        });
        BlobUpload upload =
                new BlobUpload(descriptor(large), () -> new ByteArrayInputStream(large), List.of(), sent -> {});
        assertEquals(BlobOutcome.UPLOADED, registry.pushBlob(name(), upload, RegistryAccess.DEFAULT));
        assertArrayEquals(large, server.blob("a/b", Digest.ofBytes(large)));
        assertEquals(4, asked(server, "PATCH"), server.log()::toString);
    }

    @Test
    void anUploadThatFailsIsBegunAgain() {
        byte[] small = bytes(500);
        server.once(x -> {
            if (!x.getRequestMethod().equals("PUT")) {
                return false;
            }
            RegistryDouble.answer(x, 500, "", new byte[0]);
            return true;
        });
        BlobUpload upload =
                new BlobUpload(descriptor(small), () -> new ByteArrayInputStream(small), List.of(), sent -> {});
        assertEquals(BlobOutcome.UPLOADED, registry.pushBlob(name(), upload, RegistryAccess.DEFAULT));
        assertEquals(2, asked(server, "POST"), server.log()::toString);
    }

    @Test
    void triesWithinTriesDoNotMultiply() {
        server.always(x -> {
            if (!x.getRequestURI().getPath().contains("/blobs/")
                    || x.getRequestMethod().equals("HEAD")) {
                return false;
            }
            RegistryDouble.answer(x, 503, "", new byte[0]);
            return true;
        });
        fails(Kind.UNREACHABLE, this::read);
        assertEquals(3, asked(server, "GET /v2/a/b/blobs/"), server.log()::toString);
        fails(
                Kind.UNREACHABLE,
                () -> registry.pushBlob(
                        name(),
                        new BlobUpload(descriptor(large), () -> new ByteArrayInputStream(large), List.of(), sent -> {}),
                        RegistryAccess.DEFAULT));
        assertEquals(3, asked(server, "POST"), server.log()::toString);
    }

    @Test
    void theTriesOfARequestHoldForThePiecesOfAnUploadToo() {
        server.always(x -> {
            if (!x.getRequestMethod().equals("PATCH")) {
                return false;
            }
            RegistryDouble.answer(x, 503, "", new byte[0]);
            return true;
        });
        RegistryAccess impatient =
                new RegistryAccess(RegistryAuth.NONE, Optional.empty(), Optional.of(0), Optional.empty());
        fails(
                Kind.UNREACHABLE,
                () -> registry.pushBlob(
                        name(),
                        new BlobUpload(descriptor(large), () -> new ByteArrayInputStream(large), List.of(), sent -> {}),
                        impatient));
        assertEquals(1, asked(server, "PATCH"), server.log()::toString);
    }

    @Test
    void anUploadIsForgivenAFailureForEveryPieceThatArrives() {
        byte[] longer = bytes(5_500);
        AtomicInteger patches = new AtomicInteger();
        server.always(x -> {
            if (!x.getRequestMethod().equals("PATCH") || patches.getAndIncrement() % 2 == 1) {
                return false;
            }
            RegistryDouble.answer(x, 503, "", new byte[0]);
            return true;
        });
        assertEquals(
                BlobOutcome.UPLOADED,
                registry.pushBlob(
                        name(),
                        new BlobUpload(
                                descriptor(longer), () -> new ByteArrayInputStream(longer), List.of(), sent -> {}),
                        RegistryAccess.DEFAULT));
        assertArrayEquals(longer, server.blob("a/b", Digest.ofBytes(longer)));
        assertEquals(1, asked(server, "POST"), server.log()::toString);
    }

    @Test
    void aRegistryThatTakesEveryPieceAndThenFailsIsGivenUp() {
        AtomicInteger ends = new AtomicInteger();
        server.always(x -> {
            if (!x.getRequestMethod().equals("PUT")) {
                return false;
            }
            // so that a client without end fails here too
            RegistryDouble.answer(x, ends.incrementAndGet() > 20 ? 400 : 500, "", new byte[0]);
            return true;
        });
        fails(
                Kind.UNREACHABLE,
                () -> registry.pushBlob(
                        name(),
                        new BlobUpload(descriptor(large), () -> new ByteArrayInputStream(large), List.of(), sent -> {}),
                        RegistryAccess.DEFAULT));
        assertEquals(3, ends.get(), server.log()::toString);
    }

    @Test
    void aRefusedMountIsNoReasonNotToUpload() {
        AtomicInteger status = new AtomicInteger();
        server.always(x -> {
            if (!x.getRequestURI().toString().contains("mount=")) {
                return false;
            }
            RegistryDouble.error(x, status.get(), "DENIED", "not from there");
            return true;
        });
        for (int one : List.of(401, 403, 405, 500)) {
            status.set(one);
            byte[] bytes = bytes(100 + one);
            Digest unused = server.blob("its/own", bytes);
            assertEquals(
                    BlobOutcome.UPLOADED,
                    registry.pushBlob(
                            name(),
                            new BlobUpload(
                                    descriptor(bytes),
                                    () -> new ByteArrayInputStream(bytes),
                                    List.of("its/own"),
                                    sent -> {}),
                            RegistryAccess.DEFAULT));
            assertArrayEquals(bytes, server.blob("a/b", Digest.ofBytes(bytes)));
        }
    }

    @Test
    void anUploadThatCannotBeCalledOffIsLeftToTheRegistry() {
        server.always(x -> {
            if (!x.getRequestMethod().equals("DELETE")) {
                return false;
            }
            x.close();
            return true;
        });
        assertEquals(
                BlobOutcome.UPLOADED,
                registry.pushBlob(
                        name(),
                        new BlobUpload(
                                descriptor(large), () -> new ByteArrayInputStream(large), List.of("none"), sent -> {}),
                        RegistryAccess.DEFAULT));
    }

    @Test
    void aBlockedRegistryIsNotAsked() {
        registry = registry(new RegistryConfig(
                List.of(),
                List.of(new Rule(server.host() + "/a", "", true, true, false, List.of())),
                Map.of(),
                RegistryConfig.ShortNameMode.PERMISSIVE,
                List.of(),
                List.of(),
                List.of(),
                HttpRegistryTest.config().timing()));
        fails(Kind.DENIED, () -> registry.manifest(name(), RegistryAccess.DEFAULT));
        assertEquals(List.of(), server.log());
    }

    @Test
    void plainHttpIsNotSpokenToASecureRegistry() throws IOException {
        registry = registry(HttpRegistryTest.config());
        try (ServerSocket plain = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread unused = Thread.ofVirtual().start(() -> refuseTls(plain));
            ImageReference there =
                    new ImageReference("localhost:" + plain.getLocalPort(), "a/b", Optional.of("1"), Optional.empty());
            RegistryAccess verify = RegistryAccess.of(RegistryAuth.of(CANARY), Optional.of(true));
            RegistryFailed failure = fails(Kind.UNREACHABLE, () -> registry.manifest(there, verify));
            assertTrue(
                    failure.message().endsWith("http: server gave HTTP response to HTTPS client"), failure.message());
        }
        server.manifest("a/b", "1", JSON, DOCUMENT);
        registry.manifest(name(), RegistryAccess.of(RegistryAuth.NONE, Optional.of(false)));
    }

    /** Answers whatever comes as servers of plain HTTP do. */
    private static void refuseTls(ServerSocket server) {
        while (true) {
            try (Socket socket = server.accept()) {
                int unused = socket.getInputStream().read();
                socket.getOutputStream().write(utf8("HTTP/1.0 400 Bad Request\r\n\r\n"));
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void whatDoesNotListenIsSaidToRefuse() {
        server.close();
        RegistryFailed failure = fails(Kind.UNREACHABLE, () -> registry.manifest(name(), RegistryAccess.DEFAULT));
        assertTrue(failure.message().endsWith("connection refused"), failure.message());
        ImageReference nowhere = new ImageReference("nosuch.invalid", "a/b", Optional.of("1"), Optional.empty());
        RegistryFailed unknown = fails(Kind.UNREACHABLE, () -> registry.manifest(nowhere, RegistryAccess.DEFAULT));
        assertTrue(unknown.message().endsWith("no such host"), unknown.message());
    }

    @Test
    void errorsAreShownWithoutWhatTerminalsObey() {
        server.always(x -> {
            RegistryDouble.error(x, 403, "DENIED", "no\\u001b[2Jway" + "x".repeat(5000));
            return true;
        });
        RegistryFailed failure = fails(Kind.DENIED, () -> registry.manifest(name(), RegistryAccess.DEFAULT));
        assertTrue(failure.message().contains("no [2Jway") && failure.message().length() < 1000, failure.message());
    }

    @Test
    void interruptionEndsTheWait() throws Exception {
        server.always(x -> {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        });
        Thread[] waiting = new Thread[1];
        var ended = java.util.concurrent.CompletableFuture.supplyAsync(() -> {
            waiting[0] = Thread.currentThread();
            return assertThrows(Unavailable.class, () -> registry.manifest(name(), RegistryAccess.DEFAULT));
        });
        while (asked(server, "/manifests/") == 0) {
            Thread.sleep(5);
        }
        waiting[0].interrupt();
        ended.get(5, java.util.concurrent.TimeUnit.SECONDS);
    }

    @Test
    void credentialsOfTheMachineAreUsedWhenNoneCame(@TempDir Path folder) throws IOException {
        server.manifest("a/b", "1", JSON, DOCUMENT);
        Path file = folder.resolve("auth.json");
        String auth = Base64.getEncoder().encodeToString(utf8("me:canary"));
        Files.writeString(
                file,
                "{\"auths\":{\"" + server.host() + "/a\":{\"auth\":\"" + auth + "\"},\"" + server.host()
                        + "\":{\"auth\":\"bm86bm8=\"}}}");
        RegistryConfig plain = HttpRegistryTest.config(server.host());
        registry = registry(new RegistryConfig(
                plain.search(),
                plain.rules(),
                plain.aliases(),
                plain.mode(),
                plain.certDirs(),
                plain.caBundles(),
                List.of(folder.resolve("none"), file),
                plain.timing()));
        server.guard(x -> {
            if (("Basic " + auth).equals(x.getRequestHeaders().getFirst("Authorization"))) {
                return true;
            }
            x.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            RegistryDouble.error(x, 401, "UNAUTHORIZED", "authentication required");
            return false;
        });
        registry.manifest(name(), RegistryAccess.DEFAULT);
        Files.writeString(file, "{broken");
        fails(Kind.UNAUTHORIZED, () -> registry(plain).manifest(name(), RegistryAccess.DEFAULT));
    }
}
