package io.helipod.adapters.http.shared;

import io.helipod.core.container.LogQuery;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.filter.TimeText;
import io.helipod.core.stream.StreamSelection;
import java.time.Instant;
import java.util.Optional;

/** Reads the parameters of logs (behaviour.md 14). */
public final class LogRequest {
    private LogRequest() {}

    /** Which lines are wanted; at least one of the streams must be. */
    public static LogQuery of(
            boolean stdout,
            boolean stderr,
            Optional<String> since,
            Optional<String> until,
            Optional<String> tail,
            boolean follow,
            Instant now) {
        if (!stdout && !stderr) {
            throw new InvalidArgument("bad request: you must choose at least one stream");
        }
        return new LogQuery(
                new StreamSelection(false, stdout, stderr),
                since.filter(text -> !text.isEmpty())
                        .map(text -> TimeText.parseSince(text, now))
                        .filter(LogRequest::isSet),
                until.filter(text -> !text.isEmpty() && !text.equals("0"))
                        .map(text -> TimeText.parseUntil(text, now))
                        .filter(LogRequest::isSet),
                tail.flatMap(LogRequest::tail),
                follow);
    }

    /** Podman's client always sends both times, Go's zero time for none. */
    private static boolean isSet(Instant time) {
        return !time.equals(ContainerView.NEVER);
    }

    private static Optional<Integer> tail(String text) {
        if (text.equals("all") || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            int lines = Integer.decode(text);
            if (lines < -1) {
                throw new InvalidArgument("invalid tail " + text + ": must not be below -1");
            }
            return lines == -1 ? Optional.empty() : Optional.of(lines);
        } catch (NumberFormatException e) {
            throw new InvalidArgument("invalid tail " + text, e);
        }
    }
}
