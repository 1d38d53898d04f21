package io.helipod.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.InvalidFilter;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.filter.Filters;
import io.helipod.core.image.FoundImage;
import io.helipod.core.image.SearchRequest;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.testing.TestEngine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searching through the driving port: docker.io and quay.io are configured; stars are as many as a name has letters. */
class ImageSearchTest {
    private final TestEngine engine = new TestEngine();

    @BeforeEach
    void fill() {
        for (String repository : List.of(
                "docker.io/library/box", "docker.io/me/boxes", "quay.io/box", "registry.a.example:5000/box/in")) {
            engine.registry.image(repository, "1", "", "a");
            engine.registry.image(repository, "2", "", "b");
        }
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private List<FoundImage> search(String term, int limit, boolean tags, Map<String, List<String>> filters) {
        return engine.api()
                .search()
                .search(new SearchRequest(term, limit, new Filters(filters), tags, RegistryAccess.DEFAULT));
    }

    private List<String> names(String term, Map<String, List<String>> filters) {
        return search(term, 0, false, filters).stream().map(FoundImage::name).toList();
    }

    @Test
    void aTermIsLookedForInEveryConfiguredRegistry() {
        assertEquals(List.of("docker.io/library/box", "docker.io/me/boxes", "quay.io/box"), names("box", Map.of()));
        assertEquals(2, search("box", 1, false, Map.of()).size());
        assertEquals(List.of(), names("nope", Map.of()));
    }

    @Test
    void aRegistryInTheTermIsAskedAlone() {
        FoundImage found =
                search("registry.a.example:5000/box", 0, false, Map.of()).getFirst();
        assertEquals("registry.a.example:5000/box/in", found.name());
        assertEquals("a.example:5000", found.index());
        assertEquals(List.of("docker.io/me/boxes"), names("me/box", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.b@evil/x",
                "a.b?q=/x",
                "a.b#/x",
                "a:b/x",
                "a.b:/x",
                "a .b/x",
                "user:secret@host.b/x",
                "a.b%2f/x"
            })
    void whatIsNoHostIsAskedNothing(String term) {
        assertThrows(InvalidArgument.class, () -> search(term, 0, false, Map.of()));
        assertThrows(InvalidArgument.class, () -> search(term, 0, true, Map.of()));
        assertEquals(List.of(), engine.registry.asked());
    }

    @Test
    void aRegistryIsTheSameInCapitals() {
        assertEquals(List.of("registry.a.example:5000/box/in"), names("Registry.A.example:5000/box", Map.of()));
    }

    @Test
    void filtersChoose() {
        assertEquals(List.of("docker.io/library/box"), names("box", Map.of("is-official", List.of("true"))));
        assertEquals(List.of(), names("box", Map.of("is-automated", List.of("true"))));
        assertEquals(
                List.of("docker.io/library/box", "docker.io/me/boxes"), names("box", Map.of("stars", List.of("5"))));
    }

    @Test
    void tagsAreListedForOneRepository() {
        assertEquals(
                List.of("1", "2"),
                search("quay.io/box", 0, true, Map.of()).stream()
                        .map(FoundImage::tag)
                        .sorted()
                        .toList());
        assertThrows(InvalidArgument.class, () -> search("quay.io/box:1", 0, true, Map.of()));
        assertThrows(InvalidArgument.class, () -> search("quay.io/box", 0, true, Map.of("stars", List.of("1"))));
        assertThrows(RegistryFailed.class, () -> search("quay.io/nope", 0, true, Map.of()));
    }

    @Test
    void aRegistryThatRefusesIsAFailureWhereNothingElseWasFound() {
        engine.registry.refuse(RegistryFailed.Kind.DENIED);
        assertThrows(RegistryFailed.class, () -> search("box", 0, false, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"is-official", "is-automated", "stars", "nosuch"})
    void filtersThatMakeNoSenseAreRefused(String key) {
        assertThrows(InvalidFilter.class, () -> search("box", 0, false, Map.of(key, List.of("perhaps"))));
        assertThrows(InvalidFilter.class, () -> search("box", 0, false, Map.of(key, List.of("1", "1"))));
    }

    @Test
    void termsAndLimitsHaveBounds() {
        assertThrows(InvalidArgument.class, () -> search("", 0, false, Map.of()));
        assertThrows(InvalidArgument.class, () -> search("a\nb", 0, false, Map.of()));
        assertThrows(InvalidArgument.class, () -> search("a".repeat(256), 0, false, Map.of()));
        assertThrows(InvalidArgument.class, () -> search("a", -1, false, Map.of()));
        assertThrows(InvalidArgument.class, () -> search("a", 1001, false, Map.of()));
    }
}
