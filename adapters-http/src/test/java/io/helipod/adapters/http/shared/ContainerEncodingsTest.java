package io.helipod.adapters.http.shared;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.helipod.adapters.http.fake.Samples;
import io.helipod.adapters.http.json.Encoded;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ContainerState;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContainerEncodingsTest {
    private final ContainerEncodings encodings = new ContainerEncodings(10_000);
    private int made;

    private Encoded get(ContainerRecord container, Object kind) {
        return encodings.get(container, kind, () -> {
            made++;
            return Encoded.of(List.of(container.name(), kind.toString()));
        });
    }

    @Test
    void aRecordIsEncodedOnce() {
        ContainerRecord container = Samples.container(ContainerSpec.of("alpine"), ContainerState.CREATED, "true");
        assertSame(get(container, "row"), get(container, "row"));
        assertEquals(1, made);
    }

    @Test
    void theNextRevisionIsEncodedAnew() {
        ContainerRecord container = Samples.container(ContainerSpec.of("alpine"), ContainerState.CREATED, "true");
        get(container, "row");
        Encoded renamed = get(container.withName("other"), "row");
        assertEquals("[\"other\",\"row\"]\n", new String(renamed.document(), UTF_8));
        // a slow reader of the former one neither sees nor leaves what is not its own
        assertEquals(
                "[\"" + container.name() + "\",\"row\"]\n",
                new String(get(container, "row").document(), UTF_8));
        assertEquals(
                "[\"other\",\"row\"]\n",
                new String(get(container.withName("other"), "row").document(), UTF_8));
    }

    @Test
    void kindsAreKeptApart() {
        ContainerRecord container = Samples.container(ContainerSpec.of("alpine"), ContainerState.CREATED, "true");
        assertNotSame(get(container, "row"), get(container, "document"));
        get(container, "row");
        assertEquals(2, made);
    }

    @Test
    void theLeastRecentlyUsedGoWhenThereIsTooMuch() {
        ContainerRecord container = Samples.container(ContainerSpec.of("alpine"), ContainerState.CREATED, "true");
        String kind = "x".repeat(3000); // three of them fit
        get(container, kind + 1);
        get(container, kind + 2);
        get(container, kind + 3);
        get(container, kind + 1);
        get(container, kind + 4);
        assertEquals(4, made);
        get(container, kind + 1);
        assertEquals(4, made);
        get(container, kind + 2);
        assertEquals(5, made);
    }

    @Test
    void whatIsTooLargeIsNotKept() {
        ContainerRecord container = Samples.container(ContainerSpec.of("alpine"), ContainerState.CREATED, "true");
        get(container, "x".repeat(20_000));
        get(container, "x".repeat(20_000));
        assertEquals(2, made);
    }
}
