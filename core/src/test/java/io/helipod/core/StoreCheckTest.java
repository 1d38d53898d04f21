package io.helipod.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.CreatedContainer;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.IndexEdit;
import io.helipod.core.system.CheckOptions;
import io.helipod.core.system.CheckReport;
import io.helipod.core.testing.TestEngine;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The check of what is stored, on fakes that can be damaged. */
class StoreCheckTest {
    private static final CheckOptions LOOK = new CheckOptions(false, false, false);
    private static final CheckOptions REPAIR = new CheckOptions(false, true, false);
    private static final CheckOptions LOSSY = new CheckOptions(false, false, true);
    private final TestEngine engine = new TestEngine();

    @BeforeEach
    void load() {
        load("docker.io/library/x:1", "a", "b");
        load("docker.io/library/y:1", "a", "c");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void load(String... lines) {
        engine.api()
                .archives()
                .load(new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    }

    private ImageRecord image(String name) {
        return engine.api().images().inspect(new NameOrId(name));
    }

    private CheckReport check(CheckOptions options) {
        return engine.api().maintenance().check(options);
    }

    private CreatedContainer container() {
        return engine.api().containers().create(ContainerSpec.of("x:1").withCommand("true"));
    }

    private static Digest digest(String text) {
        return Digest.ofBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWholeIsLeftAlone() {
        container();
        for (CheckOptions options : List.of(LOOK, REPAIR, LOSSY)) {
            CheckReport report = check(options);
            assertFalse(report.damaged(), report.toString());
            assertEquals(List.of(), report.removedLayers());
        }
        assertEquals(2, engine.records.images().list().size());
        assertEquals(1, engine.records.containers().list().size());
    }

    @Test
    void aMissingBlobDamagesItsImages() {
        engine.content.delete(digest("b"));
        CheckReport report = check(new CheckOptions(true, false, false));
        assertEquals(Set.of(image("x:1").id()), report.images().keySet());
        assertEquals(Map.of(), report.removedImages());
        assertTrue(engine.api().images().exists(new NameOrId("x:1")));
    }

    @Test
    void brokenBytesAreFoundUnlessItIsToBeQuick() {
        engine.content.corrupt(digest("c"), "C".getBytes(StandardCharsets.UTF_8));
        assertFalse(check(new CheckOptions(true, false, false)).damaged());
        assertEquals(Set.of(image("y:1").id()), check(LOOK).images().keySet());
        ImageRecord y = image("y:1");
        CheckReport report = check(REPAIR);
        assertEquals(Map.of(y.id(), y.names()), report.removedImages());
        assertFalse(check(LOOK).damaged());
        assertFalse(engine.content.list().contains(digest("c")));
        load("docker.io/library/y:1", "a", "c");
        assertFalse(check(LOOK).damaged());
    }

    @Test
    void aManifestListIsWholeWithoutADocumentOfItsId() {
        ImageReference name = ImageReference.parse("list", ImageReference.Home.LOCAL);
        ImageId list = engine.api().manifests().create(name, List.of("x:1"), false, false, IndexEdit.NONE);
        assertFalse(check(LOOK).damaged());
        assertEquals(Map.of(), check(REPAIR).removedImages());
        assertTrue(engine.records.images().get(list).isPresent());
        engine.content.delete(
                engine.records.images().get(list).orElseThrow().manifest().digest());
        assertEquals(Set.of(list), check(LOOK).images().keySet());
    }

    @Test
    void aDiskThatFailsIsNoDamageOfImages() {
        engine.content.failReading(digest("b"));
        assertThrows(StorageFailed.class, () -> check(REPAIR));
        engine.layers.removeLayer(digest("b"));
        assertThrows(StorageFailed.class, () -> check(new CheckOptions(true, true, false)));
        assertEquals(2, engine.records.images().list().size());
    }

    @Test
    void aMissingLayerIsUnpackedAgain() {
        engine.layers.removeLayer(digest("a"));
        CheckReport report = check(LOOK);
        assertEquals(Set.of(digest("a")), report.layers().keySet());
        assertEquals(Map.of(), report.images());
        assertTrue(check(REPAIR).damaged());
        assertFalse(check(LOOK).damaged());
        assertEquals(2, engine.records.images().list().size());
    }

    @Test
    void aDamagedImageThatAContainerUsesGoesOnlyWithIt() {
        CreatedContainer user = container();
        engine.content.delete(digest("b"));
        CheckReport kept = check(REPAIR);
        assertEquals(Map.of(), kept.removedImages());
        assertEquals(Set.of(user.id()), kept.containers().keySet());
        CheckReport lossy = check(LOSSY);
        assertEquals(Set.of(user.id()), lossy.removedContainers().keySet());
        assertEquals(1, lossy.removedImages().size());
        assertFalse(check(LOOK).damaged());
    }

    @Test
    void aContainerWithoutItsLayerIsDamaged() {
        CreatedContainer damaged = container();
        engine.layers.remove(damaged.id());
        assertEquals(Set.of(damaged.id()), check(LOOK).containers().keySet());
        check(REPAIR);
        assertEquals(1, engine.records.containers().list().size());
        check(LOSSY);
        assertEquals(List.of(), engine.records.containers().list());
        assertTrue(engine.api().images().exists(new NameOrId("x:1")));
    }

    @Test
    void whatNothingRefersToIsTakenAway() {
        Digest stray = digest("stray");
        engine.layers.unpack(List.of(stray), () -> new ByteArrayInputStream("stray".getBytes(StandardCharsets.UTF_8)));
        assertEquals(Set.of(stray), check(LOOK).layers().keySet());
        assertEquals(List.of(stray), check(REPAIR).removedLayers());
        assertFalse(engine.layers.layers().contains(stray));
    }
}
