package io.helipod.adapters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.adapters.http.fake.Server;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.error.EngineException.RegistryFailed.Kind;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.registry.RegistryCredentials;
import io.helipod.core.testing.TestEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pull, push, login and distribution over a whole engine of fakes. */
@Timeout(60)
class RegistryRoutesTest {
    private static final String LIBPOD = "/v5.0.0/libpod";
    private static final String REPOSITORY = "reg.example/app";
    private final TestEngine engine = new TestEngine();
    private final Server server = new Server(engine.api());

    @AfterEach
    void stop() throws IOException {
        server.close();
        engine.close();
    }

    private Server.Answer ask(int status, String method, String path, String body) throws IOException {
        Server.Answer answer = server.request(method, path, body);
        assertEquals(status, answer.status(), answer.head() + "\n" + answer.body());
        return answer;
    }

    private JsonNode json(int status, String method, String path, String body) throws IOException {
        return new ObjectMapper().readTree(ask(status, method, path, body).body());
    }

    /** The records of a streamed answer. */
    private List<JsonNode> records(int status, String method, String path) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : ask(status, method, path, "").body().split("\r?\n")) {
            if (line.startsWith("{")) {
                records.add(new ObjectMapper().readTree(line));
            }
        }
        return records;
    }

    private static List<String> statuses(List<JsonNode> records) {
        return records.stream().map(one -> one.path("status").asText()).toList();
    }

    @Test
    void aPullIsToldInDockersWords() throws IOException {
        Descriptor manifest = engine.registry.image("docker.io/library/app", "1", "", "base");
        List<JsonNode> first = records(200, "POST", "/images/create?fromImage=app&tag=1");
        assertEquals(
                List.of(
                        "Pulling from library/app",
                        "Pulling fs layer",
                        "Downloading",
                        "Download complete",
                        "Pull complete",
                        "Digest: " + manifest.digest(),
                        "Status: Downloaded newer image for app:1"),
                statuses(first));
        assertEquals("1", first.getFirst().path("id").asText());
        String layer =
                Digest.ofBytes("base".getBytes(StandardCharsets.UTF_8)).hex().substring(0, 12);
        assertEquals(layer, first.get(1).path("id").asText());
        assertEquals("{}", first.get(1).path("progressDetail").toString());
        assertEquals(
                "{\"current\":4,\"total\":4}",
                first.get(2).path("progressDetail").toString());
        assertEquals(
                List.of(
                        "Pulling from library/app",
                        "Already exists",
                        "Digest: " + manifest.digest(),
                        "Status: Image is up to date for app:1"),
                statuses(records(200, "POST", "/images/create?fromImage=docker.io/library/app:1")));
        assertEquals(
                "Status: Image is up to date for app@" + manifest.digest(),
                statuses(records(200, "POST", "/images/create?fromImage=app&tag=" + manifest.digest()))
                        .getLast());
    }

    @Test
    void withoutATagDockersPullTakesAll() throws IOException {
        engine.registry.image("docker.io/library/app", "1", "", "one");
        engine.registry.image("docker.io/library/app", "2", "", "two");
        assertEquals(
                2,
                statuses(records(200, "POST", "/images/create?fromImage=app")).stream()
                        .filter(status -> status.startsWith("Status: Downloaded"))
                        .count());
    }

    @Test
    void aPullThatFailsBeforeAnythingComesHasTheRegistrysStatus() throws IOException {
        JsonNode missing = json(404, "POST", "/images/create?fromImage=reg.example/none&tag=1", "");
        assertEquals("{\"message\":\"manifest unknown: manifest unknown\"}", missing.toString());
        engine.registry.image(REPOSITORY, "1", "", "base");
        json(404, "POST", "/images/create?fromImage=" + REPOSITORY + "&tag=1&platform=linux/s390x", "");
        json(400, "POST", "/images/create?fromImage=UP/../x&tag=1", "");
        json(400, "POST", "/images/create?fromImage=" + REPOSITORY + "&tag=1&retry=1000", "");
    }

    @Test
    void dockerIsNotAskedForAPasswordItWouldPromptFor() throws IOException {
        engine.registry.image(REPOSITORY, "1", "", "base");
        records(200, "POST", "/images/create?fromImage=" + REPOSITORY + "&tag=1");
        engine.registry.refuse(Kind.UNAUTHORIZED);
        json(404, "POST", "/images/create?fromImage=" + REPOSITORY + "&tag=1", "");
        JsonNode push = json(500, "POST", "/images/" + REPOSITORY + ":1/push", "");
        assertTrue(push.path("message").asText().startsWith("cannot push sha256:"), push.toString());
        assertEquals(push.path("message"), push.path("error"));
        assertEquals(push.path("message"), push.path("errorDetail").path("message"));
        json(401, "GET", "/distribution/" + REPOSITORY + ":1/json", "");
        json(400, "POST", LIBPOD + "/images/" + REPOSITORY + ":1/push", "");
    }

    @Test
    void aPullThatFailsHalfWaySaysSoInItsLastRecord() throws IOException {
        engine.registry.image(REPOSITORY, "1", "", "base");
        engine.registry.interrupt(Digest.ofBytes("base".getBytes(StandardCharsets.UTF_8)), sent -> {
            throw new RegistryFailed(Kind.UNREACHABLE, "reading blob", "connection reset", null);
        });
        JsonNode last = records(200, "POST", "/images/create?fromImage=" + REPOSITORY + "&tag=1")
                .getLast();
        assertEquals("reading blob: connection reset", last.path("error").asText());
        assertEquals(
                "reading blob: connection reset",
                last.path("errorDetail").path("message").asText());
        JsonNode podman = records(200, "POST", LIBPOD + "/images/pull?reference=" + REPOSITORY + ":1")
                .getLast();
        assertEquals("reading blob: connection reset", podman.path("error").asText());
    }

    /** Of an error that nobody foresaw: the last record says so, and the answer has no end. */
    private void breaksOff(String path) throws IOException {
        String body = ask(200, "POST", path, "").body();
        assertTrue(body.contains("\"error\":\"internal error, see the engine's log\""), body);
        assertFalse(body.endsWith("0\r\n\r\n"), body);
    }

    @Test
    void aTransferThatDiesOfAnUnforeseenErrorDoesNotLookLikeSuccess() throws IOException {
        Descriptor manifest = engine.registry.image(REPOSITORY, "1", "", "base");
        Digest layer = Digest.ofBytes("base".getBytes(StandardCharsets.UTF_8));
        engine.registry.interrupt(layer, sent -> {
            throw new OutOfMemoryError("played");
        });
        breaksOff("/images/create?fromImage=" + REPOSITORY + "&tag=1");
        breaksOff(LIBPOD + "/images/pull?reference=" + REPOSITORY + ":1");
        engine.registry.interrupt(layer, sent -> {});
        records(200, "POST", "/images/create?fromImage=" + REPOSITORY + "&tag=1");
        ask(201, "POST", "/images/" + REPOSITORY + ":1/tag?repo=other.example/copy&tag=2", "");
        engine.registry.interrupt(manifest.digest(), sent -> {
            throw new IllegalStateException("played");
        });
        breaksOff("/images/other.example/copy/push?tag=2");
        breaksOff(LIBPOD + "/images/other.example/copy:2/push?quiet=false");
    }

    @Test
    void aPullIsToldInPodmansWords() throws IOException {
        engine.registry.image(REPOSITORY, "1", "", "base");
        String digest = Digest.ofBytes("base".getBytes(StandardCharsets.UTF_8)).toString();
        List<JsonNode> records =
                records(200, "POST", LIBPOD + "/images/pull?reference=docker://" + REPOSITORY + ":1&tlsVerify=true");
        assertEquals(
                "Trying to pull reg.example/app:1...\n",
                records.get(0).path("stream").asText());
        assertEquals(
                "Getting image source signatures\n",
                records.get(1).path("stream").asText());
        assertEquals(
                "Copying blob " + digest + "\n", records.get(2).path("stream").asText());
        assertTrue(records.get(3).path("stream").asText().startsWith("Copying config sha256:"));
        assertEquals(
                "Writing manifest to image destination\n",
                records.get(4).path("stream").asText());
        String id = records.get(5).path("id").asText();
        assertEquals(id, records.get(5).path("images").path(0).asText());
        assertEquals(
                id,
                json(200, "POST", LIBPOD + "/images/pull?quiet=true&reference=" + REPOSITORY + ":1", "")
                        .path("id")
                        .asText());
        assertEquals(
                id.substring(0, 12),
                records(200, "POST", LIBPOD + "/images/pull?compatMode=true&reference=" + REPOSITORY + ":1")
                        .getLast()
                        .path("id")
                        .asText());
    }

    @Test
    void policiesAndParametersCount() throws IOException {
        ImageRecord image = engine.image("docker.io/library/x:latest");
        assertEquals(
                image.id().value(),
                json(200, "POST", LIBPOD + "/images/pull?reference=docker.io/library/x&policy=missing&quiet=1", "")
                        .path("id")
                        .asText());
        assertTrue(json(200, "POST", LIBPOD + "/images/pull?reference=y&policy=never&quiet=1", "")
                .has("error"));
        engine.registry.image(REPOSITORY, "1", "", "one");
        engine.registry.image(REPOSITORY, "2", "", "two");
        assertEquals(
                2,
                json(200, "POST", LIBPOD + "/images/pull?reference=" + REPOSITORY + "&allTags=true&quiet=1", "")
                        .path("images")
                        .size());
        ask(400, "POST", LIBPOD + "/images/pull", "");
        ask(400, "POST", LIBPOD + "/images/pull?reference=oci://x", "");
        ask(400, "POST", LIBPOD + "/images/pull?reference=x&policy=sometimes", "");
        ask(400, "POST", LIBPOD + "/images/pull?reference=x&quiet=1&compatMode=1", "");
        ask(400, "POST", LIBPOD + "/images/pull?reference=x&tlsVerify=perhaps", "");
    }

    @Test
    void aPushIsToldInDockersWords() throws IOException {
        Descriptor manifest = engine.registry.image(REPOSITORY, "1", "", "base");
        records(200, "POST", "/images/create?fromImage=" + REPOSITORY + "&tag=1");
        ask(201, "POST", "/images/" + REPOSITORY + ":1/tag?repo=other.example/copy&tag=2", "");
        List<JsonNode> records = records(200, "POST", "/images/other.example/copy/push?tag=2");
        assertEquals(
                List.of(
                        "The push refers to repository [other.example/copy]",
                        "Preparing",
                        "Pushing",
                        "Pushed",
                        "2: digest: " + manifest.digest() + " size: " + manifest.size(),
                        ""),
                statuses(records));
        assertEquals(
                manifest.digest().toString(),
                records.getLast().path("aux").path("Digest").asText());
        assertEquals("2", records.getLast().path("aux").path("Tag").asText());
        assertTrue(statuses(records(200, "POST", "/images/other.example/copy/push?tag=2"))
                .contains("Layer already exists"));
        List<String> podman = statuses(records(200, "POST", "/images/other.example/copy/push?tag=2&tlsVerify=false"));
        assertEquals("2: digest: " + manifest.digest() + " size: " + manifest.size(), podman.get(1));
    }

    @Test
    void whatCannotBePushedIsRefused() throws IOException {
        ask(404, "POST", "/images/none/push", "");
        engine.image("docker.io/library/x:latest");
        ask(501, "POST", "/images/x/push?compress=true", "");
        ask(501, "POST", "/images/x/push?format=v2s1", "");
        ask(404, "POST", LIBPOD + "/images/none/push", "");
        ask(501, "POST", LIBPOD + "/images/x/push?compressionFormat=zstd", "");
        ask(400, "POST", LIBPOD + "/images/x/push?destination=oci:/tmp/x", "");
    }

    @Test
    void aPushIsToldInPodmansWords() throws IOException {
        Descriptor manifest = engine.registry.image(REPOSITORY, "1", "", "base");
        records(200, "POST", "/images/create?fromImage=" + REPOSITORY + "&tag=1");
        String push = LIBPOD + "/images/" + REPOSITORY + ":1/push?destination=other.example/copy:3&all=false";
        List<JsonNode> records = records(200, "POST", push + "&quiet=false");
        assertEquals(
                manifest.digest().toString(),
                records.getLast().path("manifestdigest").asText());
        assertTrue(records.getFirst().has("stream"));
        assertFalse(records(200, "POST", push.replace("v5.0.0", "v4.3.1") + "&quiet=false").stream()
                .anyMatch(one -> one.has("manifestdigest")));
        assertEquals("\n", ask(200, "POST", push, "").body());
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private Server.Answer pull(String headers) throws IOException {
        return server.request("POST", "/images/create?fromImage=" + REPOSITORY + "&tag=1", headers, "");
    }

    @Test
    void credentialsComeInHeaders() throws IOException {
        engine.registry.image(REPOSITORY, "1", "", "base");
        for (String good : List.of(
                "",
                "X-Registry-Auth: \r\n",
                "X-Registry-Auth: null\r\n",
                "X-Registry-Auth: " + base64("null") + "\r\n",
                "X-Registry-Auth: " + base64("{}") + "\r\n",
                "X-Registry-Auth: " + base64("{\"username\":\"me\",\"password\":\"p\",\"email\":\"\"}") + "\r\n",
                "X-Registry-Auth: " + base64("{\"reg.example\":{\"username\":\"me\",\"password\":\"p\"}}") + "\r\n",
                "X-Registry-Config: " + base64("{\"reg.example\":{\"username\":\"me\"}}") + "\r\n")) {
            assertEquals(200, pull(good).status(), good);
        }
        for (String bad : List.of("%%%%", "abc", base64("[]"), base64("{"), base64("{\"username\":[]}"))) {
            Server.Answer refused = pull("X-Registry-Auth: " + bad + "\r\n");
            assertEquals(400, refused.status(), bad);
            assertTrue(refused.body().contains("X-Registry-Auth"), refused.body());
        }
    }

    @Test
    void aLoginIsCheckedAndNothingOfItShown() throws IOException {
        engine.registry.admit(RegistryCredentials.of("me", "canary"));
        String body = "{\"username\":\"%s\",\"password\":\"%s\",\"serveraddress\":\"https://reg.example/\"}";
        JsonNode in = json(200, "POST", "/auth", body.formatted("me", "canary"));
        assertEquals("{\"IdentityToken\":\"\",\"Status\":\"Login Succeeded\"}", in.toString());
        JsonNode out = json(500, "POST", "/auth", body.formatted("me", "wrong-canary"));
        assertTrue(out.path("message").asText().endsWith(" 401 Unauthorized"), out.toString());
        assertFalse(out.toString().contains("canary"), out.toString());
        JsonNode nobody = json(500, "POST", "/auth", body.formatted("", "canary"));
        assertTrue(nobody.path("message").asText().contains("cannot prompt for username without stdin"));
        JsonNode nothing = json(500, "POST", "/auth", body.formatted("me", ""));
        assertTrue(nothing.path("message").asText().contains("inappropriate ioctl for device"));
    }

    @Test
    void aRegistryIsLookedAt() throws IOException {
        Descriptor manifest = engine.registry.image(REPOSITORY, "1", "", "base");
        JsonNode seen = json(200, "GET", "/distribution/" + REPOSITORY + ":1/json", "");
        assertEquals(
                manifest.digest().toString(),
                seen.path("Descriptor").path("digest").asText());
        assertEquals(manifest.size(), seen.path("Descriptor").path("size").asLong());
        assertEquals(
                "[{\"architecture\":\"amd64\",\"os\":\"linux\"}]",
                seen.path("Platforms").toString());
        json(404, "GET", "/distribution/" + REPOSITORY + ":2/json", "");
    }

    @Test
    void aFailedPullIsAnEvent() throws IOException {
        json(404, "POST", "/images/create?fromImage=reg.example/none&tag=1", "");
        String events =
                ask(200, "GET", LIBPOD + "/events?stream=false&since=1", "").body();
        assertTrue(events.contains("\"Action\":\"pull-error\""), events);
        assertTrue(events.contains("manifest unknown"), events);
    }
}
