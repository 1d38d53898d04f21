package io.helipod.adapters.http.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.image.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformWishTest {
    @ParameterizedTest
    @CsvSource({
        "linux, true",
        "linux/arm64, true",
        "linux/aarch64, true",
        "linux/arm64/v8, true",
        "linux/arm64/v9, false",
        "linux/amd64, false",
        "arm64, true",
        "aarch64, true",
        "x86_64, false",
        "windows, false"
    })
    void whatIsNotAskedForDoesNotMatter(String wish, boolean accepted) {
        assertEquals(accepted, PlatformWish.parse(wish).accepts(new Platform("linux", "arm64", "")));
    }

    @Test
    void aVariantAloneIsComparedWithTheImages() {
        assertTrue(new PlatformWish("", "", "v6").accepts(new Platform("linux", "arm", "v6")));
        assertEquals(false, new PlatformWish("", "", "v6").accepts(new Platform("linux", "arm", "")));
        assertTrue(new PlatformWish("", "", "v7").accepts(new Platform("linux", "arm", "")));
        assertTrue(new PlatformWish("", "", "").isEmpty());
    }

    @Test
    void whatIsNoPlatformIsRefused() {
        Platform held = new Platform("linux", "amd64", "");
        assertThrows(
                InvalidArgument.class, () -> PlatformWish.parse("linux/a/b/c").accepts(held));
        assertThrows(InvalidArgument.class, () -> new PlatformWish("", "a b", "").accepts(held));
    }
}
