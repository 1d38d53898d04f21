package io.helipod.core.filter;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression from a client. The JDK's matcher backtracks, so a hostile pattern could run for ever: the text counts how
 * often it is looked at and ends the match when that gets out of hand.
 */
public final class BoundedPattern {
    private static final int MOST_LOOKS = 200_000;
    private static final int LONGEST = 1024;
    private final Pattern pattern;

    public BoundedPattern(String text) {
        if (text.length() > LONGEST) {
            throw new InvalidArgument("regular expression is longer than " + LONGEST + " characters");
        }
        try {
            this.pattern = Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new InvalidArgument("invalid regular expression " + text, e);
        }
    }

    /** Whether the expression is found anywhere in the text. */
    public boolean find(String text) {
        return pattern.matcher(new Counted(text, new int[1])).find();
    }

    private record Counted(CharSequence text, int[] looks) implements CharSequence {
        @Override
        public char charAt(int index) {
            if (++looks[0] > MOST_LOOKS) {
                throw new InvalidArgument("regular expression takes too long to match");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), looks);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
