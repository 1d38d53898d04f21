package io.helipod.adapters.oci.log;

import java.time.Instant;

/** A point in time read from RFC 3339 text without making objects; a log of a million lines is searched by time. */
final class LogTime {
    private long seconds;
    private int nanos;
    private boolean readable;

    /** Takes {@code 2024-05-01T12:00:00[.fraction](Z|+hh:mm|-hh:mm)}. */
    void read(byte[] text, int from, int to) {
        readable = false;
        int zone = from + 19;
        if (to - from < 20
                || text[from + 4] != '-'
                || text[from + 7] != '-'
                || text[from + 10] != 'T'
                || text[from + 13] != ':'
                || text[from + 16] != ':') {
            return;
        }
        long date = days(number(text, from, 4), number(text, from + 5, 2), number(text, from + 8, 2));
        long clock = number(text, from + 11, 2) * 3600L + number(text, from + 14, 2) * 60L + number(text, from + 17, 2);
        nanos = 0;
        if (text[zone] == '.') {
            int weight = 100_000_000;
            for (zone++; zone < to && text[zone] >= '0' && text[zone] <= '9'; zone++) {
                nanos += (text[zone] - '0') * weight;
                weight /= 10;
            }
        }
        if (zone >= to) {
            return;
        }
        int offset = 0;
        if (text[zone] == '+' || text[zone] == '-') {
            if (to - zone != 6) {
                return;
            }
            offset = (number(text, zone + 1, 2) * 3600 + number(text, zone + 4, 2) * 60) * (text[zone] == '-' ? -1 : 1);
        } else if (text[zone] != 'Z') {
            return;
        }
        seconds = date * 86_400 + clock - offset;
        readable = true;
    }

    boolean isReadable() {
        return readable;
    }

    boolean isAfter(Instant other) {
        return seconds > other.getEpochSecond() || seconds == other.getEpochSecond() && nanos > other.getNano();
    }

    private static int number(byte[] text, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            value = value * 10 + (text[i] - '0');
        }
        return value;
    }

    /** Days since 1970 of a date of the Gregorian calendar, counted in years that begin in March. */
    private static long days(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(y, 400);
        int yearOfEra = y - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097L + dayOfEra - 719_468;
    }
}
