package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.stream.TerminalSize;
import java.util.List;
import java.util.Optional;

/** Reads the ways in which clients say how large a terminal is. */
public final class TerminalSizes {
    private TerminalSizes() {}

    /** The parameters {@code h} and {@code w}. */
    static TerminalSize of(ApiExchange exchange) {
        return new TerminalSize(cells(exchange, "h"), cells(exchange, "w"));
    }

    private static int cells(ApiExchange exchange, String name) {
        return exchange.query().number(name, 0, 65535).orElse(0L).intValue();
    }

    /** Docker's {@code [height, width]}; two zeros say nothing. */
    public static Optional<TerminalSize> consoleSize(Optional<List<Integer>> cells) {
        return cells.filter(pair -> !pair.isEmpty()).flatMap(pair -> {
            if (pair.size() != 2) {
                throw new InvalidArgument("ConsoleSize must be a height and a width");
            }
            return known(pair.getFirst(), pair.getLast());
        });
    }

    /** A size, unless both are zero. */
    public static Optional<TerminalSize> known(int rows, int columns) {
        return rows == 0 && columns == 0 ? Optional.empty() : Optional.of(new TerminalSize(rows, columns));
    }
}
