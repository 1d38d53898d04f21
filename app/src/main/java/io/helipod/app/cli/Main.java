package io.helipod.app.cli;

import io.helipod.app.HelipodEngine;
import io.helipod.app.config.Settings;
import io.helipod.core.error.EngineException;
import java.nio.file.Path;

/** Entry of the process. Exit codes: 0 when idle or asked to leave, 125 when it cannot start, as podman. */
public final class Main {
    private static final int CANNOT_START = 125;

    private Main() {}

    /** Runs the command. */
    public static void main(String[] args) throws InterruptedException {
        switch (new CommandLineReader(HelipodEngine.version().engine()).read(args)) {
            case CommandLineReader.Request.Print print -> System.out.print(print.text());
            case CommandLineReader.Request.Refuse refuse -> {
                System.err.println(refuse.text());
                System.exit(CANNOT_START);
            }
            case CommandLineReader.Request.Serve serve -> {
                try {
                    Settings settings = Settings.read(serve.flags(), System.getenv(), Path.of("/"));
                    Logging.setUp(settings.logLevel().orElse("warn"));
                    ServiceCommand.run(settings);
                } catch (EngineException e) {
                    System.err.println("Error: " + e.getMessage());
                    System.exit(CANNOT_START);
                }
            }
        }
    }
}
