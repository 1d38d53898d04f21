package io.helipod.adapters.oci.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.core.error.EngineException.RuntimeFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns what a runtime wrote into its log into the failure a client reads. */
final class RuntimeErrors {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_LOG = 1 << 20;
    private static final int LONGEST_TEXT = 1 << 13;
    private static final int COMMAND_NOT_FOUND = 127;
    private static final int NOT_EXECUTABLE = 126;
    private static final int OTHER = 125;
    private static final String NOT_FOUND = "no such file or directory";
    private static final String REFUSED = "permission denied";
    private static final List<String> DOCKERS_WORDS =
            List.of("executable file not found", NOT_FOUND, REFUSED, "is a directory");

    private RuntimeErrors() {}

    /**
     * @param fallback what is known otherwise: conmon's message or the program's output
     */
    static RuntimeFailed of(String program, Path log, String fallback) {
        String text = lastError(log);
        String message = text.isEmpty() ? fallback.strip() : text;
        if (message.isEmpty()) {
            message = "it ended without a word";
        }
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("executable file not found") || lower.contains(NOT_FOUND)) {
            return failure(program, message, NOT_FOUND, COMMAND_NOT_FOUND);
        }
        if (lower.contains(REFUSED)
                || lower.contains("is a directory")
                || lower.contains("exec format error")
                || lower.contains("open executable")) {
            return failure(program, message, REFUSED, NOT_EXECUTABLE);
        }
        return new RuntimeFailed(program + ": " + message, OTHER);
    }

    /**
     * Docker's client finds its exit code by these very words, in small letters; crun writes them otherwise.
     */
    private static RuntimeFailed failure(String program, String message, String words, int code) {
        boolean said = DOCKERS_WORDS.stream().anyMatch(message::contains);
        return new RuntimeFailed(program + ": " + message + (said ? "" : ": " + words), code);
    }

    /** What stands in a file a program wrote; empty when that is nothing. */
    static Optional<String> text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8).strip())
                    .filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String lastError(Path log) {
        try {
            if (!Files.isRegularFile(log) || Files.size(log) > LARGEST_LOG) {
                return "";
            }
            String last = "";
            List<String> lines = Files.readAllLines(log);
            for (String line : lines) {
                if (line.startsWith("{")) {
                    JsonNode json = JSON.readTree(line);
                    if (json.path("level").asText().equals("error")
                            || json.path("level").asText().equals("fatal")) {
                        last = json.path("msg").asText();
                    }
                }
            }
            return last;
        } catch (IOException e) {
            return "";
        }
    }
}
