package io.helipod.core.filter;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ways clients write points in time and durations (behaviour.md 8). */
public final class TimeText {
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,9})?");
    private static final Pattern DATE_ZONE = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})([+-][0-9]{2}:[0-9]{2}|Z)");
    private static final Pattern PART =
            Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{0,18})?|\\.[0-9]{1,18})(ns|us|µs|μs|ms|s|m|h)");
    private static final Map<String, BigDecimal> UNITS = Map.of(
            "ns", BigDecimal.ONE,
            "us", BigDecimal.valueOf(1_000),
            "µs", BigDecimal.valueOf(1_000),
            "μs", BigDecimal.valueOf(1_000),
            "ms", BigDecimal.valueOf(1_000_000),
            "s", NANOS,
            "m", NANOS.multiply(BigDecimal.valueOf(60)),
            "h", NANOS.multiply(BigDecimal.valueOf(3600)));

    private TimeText() {}

    /** {@code since} of logs and events: a duration counts back from now. */
    public static Instant parseSince(String text, Instant now) {
        return parse(text, now, -1, ZoneOffset.UTC);
    }

    /** {@code until} of logs and events: a duration counts forward from now. */
    public static Instant parseUntil(String text, Instant now) {
        return parse(text, now, 1, ZoneOffset.UTC);
    }

    /** The {@code until} filter of lists and prunes: a duration counts back, times without zone are local. */
    public static Instant parseFilter(String text, Instant now) {
        return parse(text, now, -1, ZoneId.systemDefault());
    }

    /** A Go duration such as {@code 1h15m30.918s}; units ns, us, ms, s, m, h; an optional sign. */
    public static Duration parseDuration(String text) {
        return duration(text).orElseThrow(() -> new InvalidArgument("invalid duration " + text));
    }

    private static Instant parse(String text, Instant now, int direction, ZoneId zone) {
        try {
            if (NUMBER.matcher(text).matches()) {
                BigDecimal seconds = new BigDecimal(text);
                return Instant.ofEpochSecond(
                        seconds.longValue(),
                        seconds.remainder(BigDecimal.ONE).multiply(NANOS).longValue());
            }
            Optional<Duration> duration = duration(text);
            if (duration.isPresent()) {
                return direction < 0 ? now.minus(duration.get()) : now.plus(duration.get());
            }
            Matcher dated = DATE_ZONE.matcher(text);
            if (dated.matches()) {
                return OffsetDateTime.parse(dated.group(1) + "T00:00:00" + dated.group(2))
                        .toInstant();
            }
            if (text.indexOf('T') < 0) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            int time = text.indexOf('T');
            boolean zoned = text.endsWith("Z") || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
            return zoned
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw new InvalidArgument("unable to interpret time value: " + text, e);
        }
    }

    private static Optional<Duration> duration(String text) {
        if (text.isEmpty() || text.length() > 64) {
            return Optional.empty();
        }
        boolean negative = text.charAt(0) == '-';
        String rest = negative || text.charAt(0) == '+' ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher part = PART.matcher(rest);
        BigDecimal nanos = BigDecimal.ZERO;
        int at = 0;
        while (part.lookingAt()) {
            nanos = nanos.add(
                    new BigDecimal(part.group(1)).multiply(UNITS.getOrDefault(part.group(2), BigDecimal.ONE)));
            at = part.end();
            part.region(at, rest.length());
        }
        if (at == 0 || at != rest.length()) {
            return Optional.empty();
        }
        if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new InvalidArgument("duration " + text + " is out of range");
        }
        Duration duration = Duration.ofNanos(nanos.longValue());
        return Optional.of(negative ? duration.negated() : duration);
    }
}
