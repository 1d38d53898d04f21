package io.helipod.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.image.ImageReference.Home;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io/library/busybox:latest, localhost/busybox:latest",
        "a/b:1, docker.io/a/b:1, localhost/a/b:1",
        "localhost/a, localhost/a:latest, localhost/a:latest",
        "docker.io/busybox, docker.io/library/busybox:latest, docker.io/library/busybox:latest",
        "host:5000/a, host:5000/a:latest, host:5000/a:latest",
        "quay.io/a/b-c__d.e:T, quay.io/a/b-c__d.e:T, quay.io/a/b-c__d.e:T"
    })
    void namesGoWhereTheyBelong(String text, String docker, String local) {
        assertEquals(docker, ImageReference.parse(text, Home.DOCKER).orLatest().toString());
        assertEquals(local, ImageReference.parse(text, Home.LOCAL).orLatest().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "A", "a//b", "../a", "a:b:c", "a@sha256:xyz", "a:", ":x", "a b", "x/../../etc", "a:-x", "/a"
            })
    void brokenNamesAreRefused(String text) {
        assertThrows(InvalidArgument.class, () -> ImageReference.parse(text, Home.DOCKER));
    }
}
