package io.helipod.core.stream;

import io.helipod.core.error.EngineException.InvalidArgument;

/**
 * The size of a terminal.
 *
 * @param rows 0 to 65535
 * @param columns 0 to 65535
 */
public record TerminalSize(int rows, int columns) {
    public TerminalSize {
        if (rows < 0 || rows > 65535 || columns < 0 || columns > 65535) {
            throw new InvalidArgument("terminal size " + rows + "x" + columns + " is out of range");
        }
    }
}
