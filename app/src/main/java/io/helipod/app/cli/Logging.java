package io.helipod.app.cli;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** One line a record on standard error: time, level, logger's last name, text. */
final class Logging {
    /** Held here: java.util.logging keeps loggers only weakly, and their levels with them. */
    private static final List<Logger> LIBRARIES =
            List.of(Logger.getLogger("io.helidon"), Logger.getLogger("jdk.event"));

    private Logging() {}

    /** Sets the level by podman's words. */
    static void setUp(String level) {
        Level wanted = level(level);
        LogManager.getLogManager().reset();
        ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(Level.ALL);
        handler.setFormatter(new OneLine());
        Logger root = Logger.getLogger("");
        root.setLevel(wanted);
        root.addHandler(handler);
        if (wanted.intValue() >= Level.INFO.intValue()) {
            LIBRARIES.forEach(library -> library.setLevel(Level.WARNING));
        }
    }

    static Level level(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "trace" -> Level.FINER;
            case "debug" -> Level.FINE;
            case "info" -> Level.INFO;
            case "warn", "warning" -> Level.WARNING;
            case "error", "fatal", "panic" -> Level.SEVERE;
            default ->
                throw new InvalidArgument("log level " + word + " is not supported, choose from: trace, debug,"
                        + " info, warn, error, fatal, panic");
        };
    }

    private static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord line) {
            String name = String.valueOf(line.getLoggerName());
            StringWriter text = new StringWriter();
            text.append(line.getInstant().toString())
                    .append(' ')
                    .append(line.getLevel().getName())
                    .append(' ')
                    .append(name.substring(name.lastIndexOf('.') + 1))
                    .append(": ")
                    // a line break or escape from outside must not forge a line of its own
                    .append(formatMessage(line).replaceAll("\\p{Cntrl}", "?"))
                    .append('\n');
            if (line.getThrown() != null) {
                line.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            return text.toString();
        }
    }
}
