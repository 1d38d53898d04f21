package io.helipod.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchersTest {
    @ParameterizedTest
    @CsvSource({
        "busy*, busybox, true",
        "busy*, a/busybox, false",
        "*/busybox, a/busybox, true",
        "b?sybox, busybox, true",
        "b?sybox, b/sybox, false",
        "busy, busybox, false",
        "*, '', true"
    })
    void pathGlobsStopAtSlashes(String pattern, String text, boolean fits) {
        assertEquals(fits, Glob.path(pattern).matches(text));
    }

    @Test
    void labelsMatchByKeyValueAndWildcard() {
        Map<String, String> labels = Map.of("com.x/a", "1", "b", "");
        assertTrue(LabelMatcher.matchesAll(List.of("com.x/a=1", "b"), labels));
        assertTrue(LabelMatcher.matches("com.x/a=", labels));
        assertTrue(LabelMatcher.matches("com*=1", labels));
        assertFalse(LabelMatcher.matches("com*=2", labels));
        assertFalse(LabelMatcher.matchesAll(List.of("b", "c"), labels));
    }

    @Test
    void aHostilePatternIsCutOff() {
        BoundedPattern pattern = new BoundedPattern("(.*?,){12}P");
        assertThrows(InvalidArgument.class, () -> pattern.find(",".repeat(100)));
        assertThrows(InvalidArgument.class, () -> new BoundedPattern("("));
        assertTrue(new BoundedPattern("^b.s").find("busybox"));
    }
}
