package io.helipod.adapters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.http.compat.wire.ContainerInspectJson;
import io.helipod.adapters.http.compat.wire.ContainerSummaryJson;
import io.helipod.adapters.http.compat.wire.CreateContainerJson;
import io.helipod.adapters.http.fake.Samples;
import io.helipod.adapters.http.libpod.wire.InspectContainerJson;
import io.helipod.adapters.http.libpod.wire.ListContainerJson;
import io.helipod.adapters.http.libpod.wire.NamespaceIdsJson;
import io.helipod.adapters.http.shared.ContainerSize;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ContainerState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** List and inspect documents of both families against documents that were looked at (types.md 3, 4). */
class ContainerDocumentsTest {
    private static final ContainerRecord RICH = Samples.container(
            Bodies.recorded("docker-create-all.json", CreateContainerJson.class).toDomain(Optional.of("web")),
            Samples.running(),
            "sh",
            "-c",
            "sleep 5");
    private static final ContainerRecord PLAIN =
            Samples.container(ContainerSpec.of("alpine"), ContainerState.CREATED, "true");

    private static ContainerInspectJson docker(ContainerRecord container) {
        return ContainerInspectJson.from(container, Samples.paths(), List.of(), Samples.runtime(), Optional.empty());
    }

    private static InspectContainerJson podman(ContainerRecord container, boolean old) {
        return InspectContainerJson.from(
                container,
                Samples.paths(),
                List.of(),
                Samples.runtime(),
                "sha256:" + "d".repeat(64),
                old,
                Optional.empty());
    }

    @Test
    void dockersInspect() {
        assertEquals(Bodies.golden("docker-inspect.json"), Bodies.sent(docker(RICH)));
    }

    @Test
    void podmansInspect() {
        assertEquals(Bodies.golden("podman-inspect.json"), Bodies.sent(podman(RICH, false)));
    }

    @Test
    void dockersList() {
        assertEquals(
                Bodies.golden("docker-list.json"),
                Bodies.sent(List.of(
                        ContainerSummaryJson.from(RICH, Samples.CREATED.plusSeconds(603), Optional.empty()),
                        ContainerSummaryJson.from(PLAIN, Samples.CREATED, Optional.of(new ContainerSize(5, 2))))));
    }

    @Test
    void podmansList() {
        assertEquals(
                Bodies.golden("podman-list.json"),
                Bodies.sent(List.of(
                        ListContainerJson.from(RICH, NamespaceIdsJson.NONE, Optional.empty()),
                        ListContainerJson.from(PLAIN, NamespaceIdsJson.NONE, Optional.of(new ContainerSize(5, 2))))));
    }

    @Test
    void exposedPortsAreShownEverywhere() {
        ContainerRecord exposing = Samples.container(
                Bodies.of(
                                "{'Image':'i','ExposedPorts':{'53/tcp':{},'53/udp':{},'80/tcp':{}}}",
                                CreateContainerJson.class)
                        .toDomain(Optional.empty()),
                ContainerState.CREATED,
                "true");
        for (JsonNode document : List.of(Bodies.sent(docker(exposing)), Bodies.sent(podman(exposing, false)))) {
            assertEquals(
                    "{\"53/tcp\":{},\"53/udp\":{},\"80/tcp\":{}}",
                    document.at("/Config/ExposedPorts").toString());
            assertEquals(
                    "{\"53/tcp\":null,\"53/udp\":null,\"80/tcp\":null}",
                    document.at("/NetworkSettings/Ports").toString());
        }
        assertEquals(
                "{\"53\":[\"tcp\",\"udp\"],\"80\":[\"tcp\"]}",
                Bodies.sent(ListContainerJson.from(exposing, NamespaceIdsJson.NONE, Optional.empty()))
                        .get("ExposedPorts")
                        .toString());
        assertTrue(Bodies.sent(docker(PLAIN)).at("/Config/ExposedPorts").isMissingNode());
    }

    @Test
    void clientsBelowFiveGetTheOldShape() {
        JsonNode config = Bodies.sent(podman(RICH, true)).get("Config");
        assertTrue(config.get("Entrypoint").isTextual());
        assertEquals(2, config.get("StopSignal").asInt());
        assertEquals(
                "SIGINT",
                Bodies.sent(podman(RICH, false)).at("/Config/StopSignal").asText());
    }

    @Test
    void dockersWordsForTheStateAreFewer() {
        ContainerRecord exited = Samples.container(ContainerSpec.of("alpine"), Samples.exited(), "true");
        JsonNode row =
                Bodies.sent(ContainerSummaryJson.from(exited, Samples.CREATED.plusSeconds(7300), Optional.empty()));
        assertEquals("exited", row.get("State").asText());
        assertEquals("Exited (3) About an hour ago", row.get("Status").asText());
        ContainerRecord initialized =
                Samples.container(ContainerSpec.of("alpine"), ContainerState.CREATED.initialized(7, 8), "true");
        assertEquals(
                "created", Bodies.sent(docker(initialized)).at("/State/Status").asText());
        assertEquals(
                "initialized",
                Bodies.sent(podman(initialized, false)).at("/State/Status").asText());
    }

    @Test
    void aProgramWithoutArgumentsIsRepeatedByPodmanOnly() {
        assertEquals(0, Bodies.sent(docker(PLAIN)).get("Args").size());
        assertEquals("true", Bodies.sent(podman(PLAIN, false)).at("/Args/0").asText());
        assertEquals(0, Bodies.sent(docker(PLAIN)).at("/Config/Cmd").size());
        assertTrue(Bodies.sent(podman(PLAIN, false)).at("/Config/Cmd").isNull());
    }

    @Test
    void theDefaultNetworkHasItsWellKnownId() {
        assertEquals(
                "2f259bab93aaaaa2542ba43ef33eb990d0999ee1b9924b557b7be53c0b7a1bb9",
                Bodies.sent(docker(PLAIN))
                        .at("/NetworkSettings/Networks/podman/NetworkID")
                        .asText());
        assertEquals(
                "bridge",
                Bodies.sent(docker(PLAIN)).at("/HostConfig/NetworkMode").asText());
    }
}
