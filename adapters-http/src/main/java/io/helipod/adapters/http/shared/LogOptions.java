package io.helipod.adapters.http.shared;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import java.util.Map;
import java.util.Optional;

/**
 * Options of a log driver.
 *
 * @param maxSize bytes after which the log starts anew
 * @param path of the file
 */
public record LogOptions(Optional<Long> maxSize, Optional<String> tag, Optional<String> path) {
    /** Reads the options; one that is not honoured is NotSupported. */
    public static LogOptions parse(Map<String, String> options) {
        Optional<Long> size = Optional.empty();
        Optional<String> tag = Optional.empty();
        Optional<String> path = Optional.empty();
        for (Map.Entry<String, String> option : options.entrySet()) {
            String value = option.getValue();
            switch (option.getKey()) {
                case "max-size" -> size = Optional.of(HumanText.parseSize(value, "log option max-size"));
                case "max-file" -> requireOneFile(value);
                case "tag" -> tag = Optional.of(value);
                case "path" -> path = Optional.of(value);
                default -> throw new NotSupported("log option " + option.getKey() + " is not supported");
            }
        }
        return new LogOptions(size, tag, path);
    }

    /** The monitor begins a file that is full anew, and keeps none of the lines before. */
    private static void requireOneFile(String count) {
        if (!count.matches("0*[1-9][0-9]{0,8}")) {
            throw new InvalidArgument("log option max-file must be a number above zero, not \"" + count + "\"");
        }
        if (!count.matches("0*1")) {
            throw new NotSupported(
                    "log option max-file " + count + " is not supported: a full log starts anew in its one file");
        }
    }
}
