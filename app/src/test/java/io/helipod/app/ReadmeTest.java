package io.helipod.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled, and run by the end-to-end tests. */
class ReadmeTest {
    private static final int MOST_LINES = 10;

    @Test
    void theExampleOfEmbeddingIsTheApplicationThatTheTestsRun() throws IOException {
        List<String> blocks = between(Files.readString(Path.of("..", "README.md")), "```java\n", "```");
        assertEquals(1, blocks.size());
        String example = blocks.getFirst();
        assertTrue(example.lines().count() <= MOST_LINES, "more than " + MOST_LINES + " lines");
        String source =
                Files.readString(Path.of("src", "test", "java", "example", "embedding", "CodeApplication.java"));
        assertEquals(withoutSpace(between(source, "// README\n", "// README\n").getFirst()), withoutSpace(example));
    }

    private static List<String> between(String text, String start, String end) {
        return Pattern.compile(Pattern.quote(start) + "(.*?)" + Pattern.quote(end), Pattern.DOTALL)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("\\s", "");
    }
}
