package io.helipod.adapters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.http.fake.Server;
import io.helipod.adapters.http.shared.wire.EventJson;
import io.helipod.core.event.Event;
import io.helipod.core.event.EventAction;
import io.helipod.core.event.EventType;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageReference;
import io.helipod.core.testing.TestEngine;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events of both trees (podman's 27-containersEvents.at). */
@Timeout(30)
class EventRoutesTest {
    private final TestEngine engine = new TestEngine();
    private final Server server = new Server(engine.api());

    @AfterEach
    void stop() throws IOException {
        server.close();
        engine.close();
    }

    @Test
    void theTreesDifferInTwoWords() {
        Event died = event(EventType.CONTAINER, EventAction.DIED, Map.of("containerExitCode", "1", "image", "i"));
        assertEquals("died", EventJson.podman(died).action());
        assertFalse(EventJson.podman(died).actor().attributes().containsKey("exitCode"));
        assertEquals("die", EventJson.docker(died).status());
        assertEquals("1", EventJson.docker(died).actor().attributes().get("exitCode"));
        Event execDied =
                event(EventType.CONTAINER, EventAction.EXEC_DIED, Map.of("containerExitCode", "3", "execID", "ef"));
        assertEquals("exec_died", EventJson.podman(execDied).action());
        assertEquals("exec_die", EventJson.docker(execDied).action());
        assertEquals("3", EventJson.docker(execDied).actor().attributes().get("exitCode"));
        assertEquals("ef", EventJson.docker(execDied).actor().attributes().get("execID"));
        assertEquals(1_714_557_600_500_000_000L, EventJson.docker(died).timeNano());
        assertEquals(
                "delete",
                EventJson.docker(event(EventType.IMAGE, EventAction.REMOVE, Map.of()))
                        .action());
        assertEquals(
                "remove",
                EventJson.docker(event(EventType.CONTAINER, EventAction.REMOVE, Map.of()))
                        .action());
    }

    private static Event event(EventType type, EventAction action, Map<String, String> attributes) {
        return new Event(type, action, "a1", "n", Instant.parse("2024-05-01T10:00:00.5Z"), attributes);
    }

    @Test
    void storedEventsAreReplayed() throws IOException {
        engine.image("docker.io/library/x:latest");
        engine.api().images().tag(new NameOrId("x"), ImageReference.parseFull("docker.io/library/y:1"));
        engine.api().images().remove(new NameOrId("y:1"), false);
        Server.Answer all = server.request("GET", "/v5.0.0/libpod/events?stream=false&since=1", "");
        assertEquals(200, all.status(), all.body());
        assertTrue(all.head().contains("Content-Type: application/json\r\n"), all.head());
        assertTrue(all.body().contains("\"Action\":\"tag\""), all.body());
        assertTrue(all.body().contains("\"Action\":\"untag\""), all.body());
        Server.Answer tags =
                server.request("GET", "/events?stream=false&since=1&filters=%7B%22event%22%3A%5B%22tag%22%5D%7D", "");
        assertFalse(tags.body().contains("untag"), tags.body());
        assertTrue(tags.body().contains("\"from\":\"docker.io/library/y:1\""), tags.body());
    }

    @Test
    void whatCannotBeReadIsRefusedBeforeAnyOutput() throws IOException {
        assertEquals(400, server.request("GET", "/events?since=yesterday", "").status());
        assertEquals(400, server.request("GET", "/events?filters=x", "").status());
        assertEquals(
                400,
                server.request("GET", "/v5.0.0/libpod/events?filters=%7B%22nonsense%22%3A%5B%22a%22%5D%7D", "")
                        .status());
    }
}
