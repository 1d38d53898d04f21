package io.helipod.core.container;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.List;
import java.util.Locale;

/**
 * A Linux signal (x86-64 and arm64 numbers, signal(7)).
 *
 * @param number 1 to 64; 0 only asks whether the process is there
 */
public record Signal(int number) {
    private static final List<String> NAMES = List.of(
            "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
            "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM",
            "PROF", "WINCH", "IO", "PWR", "SYS");
    private static final int RTMIN = 34;
    private static final int RTMAX = 64;
    public static final Signal TERM = new Signal(15);
    public static final Signal KILL = new Signal(9);

    public Signal {
        if (number < 0 || number > RTMAX) {
            throw new InvalidArgument("invalid signal: " + number);
        }
    }

    /** Reads a number, or a name with or without SIG in any case; {@code RTMIN+3}, {@code RTMAX-1}. */
    public static Signal parse(String text) {
        if (text.matches("[0-9]{1,2}")) {
            return new Signal(Integer.parseInt(text));
        }
        String name = text.toUpperCase(Locale.ROOT);
        if (name.startsWith("SIG")) {
            name = name.substring(3);
        }
        int number = switch (name) {
            case "" -> -1;
            case "CLD" -> 17;
            case "POLL" -> 29;
            case "IOT" -> 6;
            default -> NAMES.indexOf(name);
        };
        if (number > 0) {
            return new Signal(number);
        }
        if (name.matches("RTMIN(\\+[0-9]{1,2})?")) {
            return realTime(RTMIN + (name.length() > 6 ? Integer.parseInt(name.substring(6)) : 0), text);
        }
        if (name.matches("RTMAX(-[0-9]{1,2})?")) {
            return realTime(RTMAX + (name.length() > 6 ? Integer.parseInt(name.substring(5)) : 0), text);
        }
        throw new InvalidArgument("invalid signal: " + text);
    }

    private static Signal realTime(int number, String text) {
        if (number < RTMIN || number > RTMAX) {
            throw new InvalidArgument("invalid signal: " + text);
        }
        return new Signal(number);
    }

    /** The name with SIG, such as {@code SIGTERM}. */
    public String signalName() {
        if (number > 0 && number < NAMES.size()) {
            return "SIG" + NAMES.get(number);
        }
        return number >= RTMIN ? "SIGRTMIN+" + (number - RTMIN) : Integer.toString(number);
    }
}
