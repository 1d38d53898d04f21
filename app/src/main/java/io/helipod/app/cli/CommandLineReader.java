package io.helipod.app.cli;

import io.helipod.app.config.Setting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/**
 * Podman's words: {@code helipod [global flags] system service [flags] [URI]}. Every flag may stand before or behind the
 * sub-commands. Built in code rather than by annotations: that needs no reflection, and start-up is waited for.
 */
final class CommandLineReader {
    private static final List<Setting> SERVICE =
            List.of(Setting.TIME, Setting.CORS, Setting.PROFILE, Setting.GROUP, Setting.INSECURE_TCP);

    private final CommandLine commands;

    CommandLineReader(String version) {
        CommandSpec top = CommandSpec.create().name("helipod").version("helipod version " + version);
        top.usageMessage().description("A container engine that answers the Podman REST API.");
        for (Setting setting : Setting.values()) {
            setting.flag().ifPresent(flag -> top.addOption(option(setting, flag)));
        }
        top.addOption(help())
                .addOption(OptionSpec.builder("-v", "--version")
                        .versionHelp(true)
                        .description("print the version")
                        .build());
        CommandSpec service = CommandSpec.create().name("service");
        service.usageMessage().description("Serves the API until idle or told to stop.");
        service.addPositional(PositionalParamSpec.builder()
                .paramLabel("URI")
                .arity("0..1")
                .index("0")
                .type(String.class)
                .description(Setting.URI.label()
                        + ": unix:///path or tcp://host:port; default unix:///run/podman/podman.sock")
                .build());
        CommandSpec system = CommandSpec.create().name("system");
        system.usageMessage().description("Runs the engine.");
        system.addSubcommand("service", service);
        top.addSubcommand("system", system);
        this.commands = new CommandLine(top).setOverwrittenOptionsAllowed(true);
    }

    /** What was asked for. */
    sealed interface Request {
        /** Serve, with these settings. */
        record Serve(Map<Setting, String> flags) implements Request {
            public Serve {
                flags = Map.copyOf(flags);
            }
        }

        /** Print this and leave with 0. */
        record Print(String text) implements Request {}

        /** Print this on standard error and leave with 125, as podman does. */
        record Refuse(String text) implements Request {}
    }

    /** Understands the arguments. */
    Request read(String... args) {
        ParseResult result;
        try {
            result = commands.parseArgs(args);
        } catch (ParameterException e) {
            return new Request.Refuse(e.getMessage() + "\nSee '"
                    + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
        }
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        ParseResult last = result;
        while (true) {
            if (last.isUsageHelpRequested()) {
                return new Request.Print(last.commandSpec().commandLine().getUsageMessage());
            }
            if (last.isVersionHelpRequested()) {
                return new Request.Print(
                        String.join("\n", commands.getCommandSpec().version()) + "\n");
            }
            collect(last, flags);
            if (!last.hasSubcommand()) {
                break;
            }
            last = last.subcommand();
        }
        if (!last.commandSpec().name().equals("service")) {
            return new Request.Refuse(last.commandSpec().commandLine().getUsageMessage());
        }
        return new Request.Serve(flags);
    }

    private static void collect(ParseResult result, Map<Setting, String> flags) {
        for (Setting setting : Setting.values()) {
            Optional<String> name = setting.flag();
            if (name.isPresent() && result.hasMatchedOption(name.get())) {
                Object value = result.matchedOptionValue(name.get(), (Object) "");
                flags.put(setting, String.valueOf(value));
            }
        }
        if (result.hasMatchedPositional(0)) {
            String uri = result.matchedPositionalValue(0, "");
            if (!uri.isEmpty()) {
                flags.put(Setting.URI, uri);
            }
        }
    }

    private static OptionSpec option(Setting setting, String flag) {
        OptionSpec.Builder option = switch (setting) {
            case TIME -> OptionSpec.builder("-t", flag, "--timeout");
            case PROFILE -> OptionSpec.builder(flag, "--pprof-address");
            default -> OptionSpec.builder(flag);
        };
        option.description(setting.description() + (SERVICE.contains(setting) ? " (service)" : ""))
                .scopeType(ScopeType.INHERIT);
        if (setting.label().isEmpty()) {
            return option.type(boolean.class).arity("0").build();
        }
        return option.type(String.class).paramLabel(setting.label()).arity("1").build();
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("print this")
                .build();
    }
}
