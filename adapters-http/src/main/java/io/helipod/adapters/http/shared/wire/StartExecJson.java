package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.adapters.http.shared.TerminalSizes;
import io.helipod.core.stream.TerminalSize;
import java.util.List;
import java.util.Optional;

/**
 * Body of exec start. Whether there is a terminal was said at the creation; {@code Tty} here changes nothing (behaviour.md 13).
 *
 * @param height podman's rows of the terminal
 * @param width podman's columns
 * @param consoleSize docker's height and width
 */
public record StartExecJson(
        @JsonProperty("Detach") boolean detach,
        @JsonProperty("h") int height,
        @JsonProperty("w") int width,
        @JsonProperty("ConsoleSize") Optional<List<Integer>> consoleSize) {
    /** The terminal's size at the start, if it is said. */
    public Optional<TerminalSize> size() {
        return TerminalSizes.known(height, width).or(() -> TerminalSizes.consoleSize(consoleSize));
    }
}
