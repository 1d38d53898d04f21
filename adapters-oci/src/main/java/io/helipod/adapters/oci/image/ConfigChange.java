package io.helipod.adapters.oci.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.core.container.Signal;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.image.ImageConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One Dockerfile instruction that sets an image's config, as {@code docker import -c} takes it: {@code CMD ["sh"]}, {@code ENV A=b}; podman's
 * form {@code CMD=sh} too.
 */
record ConfigChange(String instruction, String rest) {
    private static final List<String> KNOWN =
            List.of("CMD", "ENTRYPOINT", "ENV", "EXPOSE", "LABEL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR");

    static ConfigChange parse(String text) {
        String stripped = text.strip();
        int end = 0;
        while (end < stripped.length() && Character.isLetter(stripped.charAt(end))) {
            end++;
        }
        String instruction = stripped.substring(0, end).toUpperCase(Locale.ROOT);
        if (!KNOWN.contains(instruction) || end == stripped.length()) {
            throw new InvalidArgument(
                    "invalid change \"" + text + "\" - must be one of " + String.join(", ", KNOWN) + " with a value");
        }
        String rest = stripped.substring(end + 1).strip();
        if (rest.isEmpty()) {
            throw new InvalidArgument("invalid change \"" + text + "\" - it has no value");
        }
        return new ConfigChange(instruction, rest);
    }

    ImageConfig apply(ImageConfig c) {
        return switch (instruction) {
            case "CMD" -> with(c, c.entrypoint(), Optional.of(command()));
            case "ENTRYPOINT" -> with(c, Optional.of(command()), c.command());
            case "ENV" -> env(c);
            case "EXPOSE" ->
                new ImageConfig(
                        c.user(),
                        added(c.exposedPorts(), ports()),
                        c.env(),
                        c.entrypoint(),
                        c.command(),
                        c.volumes(),
                        c.workingDir(),
                        c.labels(),
                        c.stopSignal());
            case "LABEL" -> {
                Map<String, String> labels = new LinkedHashMap<>(c.labels());
                labels.putAll(pairs());
                yield new ImageConfig(
                        c.user(),
                        c.exposedPorts(),
                        c.env(),
                        c.entrypoint(),
                        c.command(),
                        c.volumes(),
                        c.workingDir(),
                        labels,
                        c.stopSignal());
            }
            case "STOPSIGNAL" ->
                new ImageConfig(
                        c.user(),
                        c.exposedPorts(),
                        c.env(),
                        c.entrypoint(),
                        c.command(),
                        c.volumes(),
                        c.workingDir(),
                        c.labels(),
                        Signal.parse(rest).signalName());
            case "USER" ->
                new ImageConfig(
                        rest,
                        c.exposedPorts(),
                        c.env(),
                        c.entrypoint(),
                        c.command(),
                        c.volumes(),
                        c.workingDir(),
                        c.labels(),
                        c.stopSignal());
            case "VOLUME" ->
                new ImageConfig(
                        c.user(),
                        c.exposedPorts(),
                        c.env(),
                        c.entrypoint(),
                        c.command(),
                        added(c.volumes(), rest.startsWith("[") ? json() : words()),
                        c.workingDir(),
                        c.labels(),
                        c.stopSignal());
            case "WORKDIR" ->
                new ImageConfig(
                        c.user(),
                        c.exposedPorts(),
                        c.env(),
                        c.entrypoint(),
                        c.command(),
                        c.volumes(),
                        rest,
                        c.labels(),
                        c.stopSignal());
            default -> throw new IllegalStateException(instruction);
        };
    }

    private static ImageConfig with(ImageConfig c, Optional<List<String>> entrypoint, Optional<List<String>> command) {
        return new ImageConfig(
                c.user(),
                c.exposedPorts(),
                c.env(),
                entrypoint,
                command,
                c.volumes(),
                c.workingDir(),
                c.labels(),
                c.stopSignal());
    }

    private ImageConfig env(ImageConfig c) {
        Map<String, String> env = new LinkedHashMap<>();
        c.env()
                .forEach(entry ->
                        env.put(entry.substring(0, entry.indexOf('=')), entry.substring(entry.indexOf('=') + 1)));
        env.putAll(pairs());
        return new ImageConfig(
                c.user(),
                c.exposedPorts(),
                env.entrySet().stream()
                        .map(e -> e.getKey() + "=" + e.getValue())
                        .toList(),
                c.entrypoint(),
                c.command(),
                c.volumes(),
                c.workingDir(),
                c.labels(),
                c.stopSignal());
    }

    /** The JSON form is taken as it is, the other is run by a shell. */
    private List<String> command() {
        return rest.startsWith("[") ? json() : List.of("/bin/sh", "-c", rest);
    }

    private List<String> json() {
        try {
            JsonNode array = new ObjectMapper().readTree(rest);
            List<String> all = new ArrayList<>();
            for (JsonNode one : array) {
                if (!one.isTextual()) {
                    throw new InvalidArgument(instruction + " takes a list of strings, not " + rest);
                }
                all.add(one.textValue());
            }
            return all;
        } catch (IOException e) {
            throw new InvalidArgument(instruction + " is not a valid JSON list: " + rest, e);
        }
    }

    private List<String> ports() {
        return words().stream()
                .map(port -> {
                    if (!port.matches("[0-9]{1,5}(/(tcp|udp|sctp))?")) {
                        throw new InvalidArgument("invalid port " + port);
                    }
                    return port.indexOf('/') < 0 ? port + "/tcp" : port;
                })
                .toList();
    }

    /** {@code A=b C="d e"}, or the old form {@code A b}. */
    private Map<String, String> pairs() {
        List<String> words = words();
        Map<String, String> all = new LinkedHashMap<>();
        if (words.getFirst().indexOf('=') < 0) {
            int space = rest.indexOf(' ');
            if (space < 0) {
                throw new InvalidArgument(instruction + " must have two arguments: " + rest);
            }
            all.put(rest.substring(0, space), rest.substring(space + 1).strip());
            return all;
        }
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals <= 0) {
                throw new InvalidArgument(instruction + " takes NAME=value, not " + word);
            }
            all.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return all;
    }

    /** Split at white space outside quotes; quotes and backslashes as a shell has them. */
    private List<String> words() {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        boolean begun = false;
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < rest.length()) {
                word.append(rest.charAt(++i));
                begun = true;
            } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote != 0 ? 0 : c;
                begun = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (quote != 0) {
            throw new InvalidArgument("unterminated quote in " + instruction + " " + rest);
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }

    private static List<String> added(List<String> first, List<String> more) {
        return java.util.stream.Stream.concat(first.stream(), more.stream())
                .distinct()
                .toList();
    }
}
