package io.helipod.adapters.oci.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.core.container.Signal;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.image.ImageConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Applies Dockerfile instructions to a config, with Docker's quoting; like podman it also takes {@code CMD=...}. For one list of
 * instructions, in order: an ENTRYPOINT drops the command unless a CMD came before it.
 */
final class ConfigChanges {
    private static final int LONGEST = 64 << 10;
    private static final int MOST_PORTS = 65_535;
    private String user;
    private final Set<String> ports;
    private final Map<String, String> env = new LinkedHashMap<>();
    private Optional<List<String>> entrypoint;
    private Optional<List<String>> command;
    private boolean commandGiven;
    private final Set<String> volumes;
    private String workingDir;
    private final Map<String, String> labels;
    private String stopSignal;

    private ConfigChanges(ImageConfig config) {
        user = config.user();
        ports = new LinkedHashSet<>(config.exposedPorts());
        for (String entry : config.env()) {
            int equals = entry.indexOf('=');
            env.put(equals < 0 ? entry : entry.substring(0, equals), equals < 0 ? "" : entry.substring(equals + 1));
        }
        entrypoint = config.entrypoint();
        command = config.command();
        volumes = new LinkedHashSet<>(config.volumes());
        workingDir = config.workingDir();
        labels = new LinkedHashMap<>(config.labels());
        stopSignal = config.stopSignal();
    }

    static ImageConfig apply(ImageConfig config, List<String> changes) {
        ConfigChanges state = new ConfigChanges(config);
        changes.forEach(state::apply);
        return new ImageConfig(
                state.user,
                List.copyOf(state.ports),
                state.env.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList(),
                state.entrypoint,
                state.command,
                List.copyOf(state.volumes),
                state.workingDir,
                state.labels,
                state.stopSignal);
    }

    private void apply(String change) {
        if (change.length() > LONGEST || change.indexOf('\0') >= 0 || change.indexOf('\n') >= 0) {
            throw new InvalidArgument(
                    "invalid change: longer than " + LONGEST + " characters, or with a line break or NUL");
        }
        String line = change.strip();
        int end = 0;
        while (end < line.length() && Character.isLetter(line.charAt(end))) {
            end++;
        }
        if (end == line.length() || line.charAt(end) != '=' && !Character.isWhitespace(line.charAt(end))) {
            throw invalid(change, "must be formatted as KEY VALUE");
        }
        String value = line.substring(end + 1).strip();
        switch (line.substring(0, end).toUpperCase(Locale.ROOT)) {
            case "CMD" -> {
                command = words(value);
                commandGiven = true;
            }
            case "ENTRYPOINT" -> {
                entrypoint = words(value);
                if (!commandGiven) {
                    command = Optional.empty();
                }
            }
            case "ENV" -> pairs(change, value).forEach((name, text) -> env.put(name, text));
            case "LABEL" -> labels.putAll(pairs(change, value));
            case "EXPOSE" -> arguments(change, value).forEach(port -> expose(change, port));
            case "VOLUME" -> volumes.addAll(jsonWords(value).orElseGet(() -> arguments(change, value)));
            case "STOPSIGNAL" -> {
                Signal.parse(single(change, value)); // fails when there is no such signal
                stopSignal = single(change, value);
            }
            case "USER" -> user = single(change, value);
            case "WORKDIR" -> workingDir = join(workingDir, shell().resolve(require(change, value)));
            default -> throw invalid(change, "unsupported instruction");
        }
        if (volumes.contains("")) {
            throw invalid(change, "a volume must not be empty");
        }
    }

    private ShellWords shell() {
        return new ShellWords(name -> Optional.ofNullable(env.get(name)));
    }

    /** The exec form as it is, the shell form for the default shell; nothing at all for an empty list. */
    private static Optional<List<String>> words(String value) {
        List<String> words =
                jsonWords(value).orElseGet(() -> value.isEmpty() ? List.of() : List.of("/bin/sh", "-c", value));
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    /** The words of a JSON list of texts; anything else is in the shell form, as Docker decides it. */
    private static Optional<List<String>> jsonWords(String value) {
        if (!value.startsWith("[")) {
            return Optional.empty();
        }
        try {
            JsonNode node = ImageJson.read(value.getBytes(StandardCharsets.UTF_8), "the instruction");
            List<String> words = new ArrayList<>();
            node.forEach(word -> words.add(ImageJson.text(word, "a word")));
            return Optional.of(words);
        } catch (InvalidArgument e) {
            return Optional.empty();
        }
    }

    private List<String> arguments(String change, String value) {
        require(change, value);
        ShellWords shell = shell();
        return ShellWords.split(value).stream().map(shell::resolve).toList();
    }

    private String single(String change, String value) {
        List<String> arguments = arguments(change, value);
        if (arguments.size() != 1 || arguments.getFirst().isEmpty()) {
            throw invalid(change, "requires exactly one argument");
        }
        return arguments.getFirst();
    }

    /** {@code name=value name=value}, or the old form {@code name value with spaces}. */
    private Map<String, String> pairs(String change, String value) {
        List<String> words = ShellWords.split(require(change, value));
        ShellWords shell = shell();
        Map<String, String> pairs = new LinkedHashMap<>();
        if (words.getFirst().indexOf('=') < 0) {
            String rest = value.substring(words.getFirst().length()).strip();
            if (rest.isEmpty()) {
                throw invalid(change, "requires two arguments");
            }
            pairs.put(name(change, shell.resolve(words.getFirst())), shell.resolve(rest));
            return pairs;
        }
        for (String word : words) {
            // the quotes may stand around the whole pair or around its value
            String resolved = shell.resolve(word);
            int equals = resolved.indexOf('=');
            if (equals < 0) {
                throw invalid(change, "can't find = in \"" + word + "\"");
            }
            pairs.put(name(change, resolved.substring(0, equals)), resolved.substring(equals + 1));
        }
        return pairs;
    }

    private static String name(String change, String name) {
        if (name.isEmpty()) {
            throw invalid(change, "names can not be blank");
        }
        return name;
    }

    private void expose(String change, String port) {
        String[] parts = port.split("/", -1);
        String protocol = parts.length == 2 ? parts[1].toLowerCase(Locale.ROOT) : "tcp";
        String[] range = parts[0].split("-", -1);
        if (parts.length > 2
                || range.length > 2
                || !Set.of("tcp", "udp", "sctp").contains(protocol)) {
            throw invalid(change, "invalid port " + port);
        }
        int first = port(change, range[0]);
        int last = port(change, range[range.length - 1]);
        if (first > last) {
            throw invalid(change, "invalid port " + port);
        }
        for (int number = first; number <= last; number++) {
            ports.add(number + "/" + protocol);
        }
    }

    private static int port(String change, String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST_PORTS) {
            throw invalid(change, "invalid port " + text);
        }
        return Integer.parseInt(text);
    }

    /** A relative folder is below the former one; {@code ..} does not leave the root. */
    private static String join(String base, String path) {
        List<String> names = new ArrayList<>();
        for (String name : (path.startsWith("/") ? path : base + "/" + path).split("/")) {
            if (name.equals("..")) {
                if (!names.isEmpty()) {
                    names.removeLast();
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return "/" + String.join("/", names);
    }

    private static String require(String change, String value) {
        if (value.isEmpty()) {
            throw invalid(change, "requires at least one argument");
        }
        return value;
    }

    private static InvalidArgument invalid(String change, String why) {
        return new InvalidArgument("invalid change \"" + change + "\": " + why);
    }
}
