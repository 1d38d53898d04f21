package io.helipod.core.filter;

/**
 * Shell-like patterns with {@code *} and {@code ?}, matched in linear space and without a regular expression, so that a
 * hostile pattern costs at most pattern length times text length.
 */
public final class Glob {
    private final String pattern;
    private final boolean slashIsOrdinary;

    private Glob(String pattern, boolean slashIsOrdinary) {
        this.pattern = pattern;
        this.slashIsOrdinary = slashIsOrdinary;
    }

    /** Must match the whole text; {@code *} and {@code ?} stop at a slash, as in a path. */
    public static Glob path(String pattern) {
        return new Glob(pattern, false);
    }

    /** May match anywhere in the text; a slash is a character like any other. */
    public static Glob substring(String pattern) {
        return new Glob("*" + pattern + "*", true);
    }

    /** Whether the text fits. */
    public boolean matches(String text) {
        boolean[] reached = new boolean[text.length() + 1];
        reached[0] = true;
        for (int p = 0; p < pattern.length(); p++) {
            char c = pattern.charAt(p);
            boolean[] next = new boolean[text.length() + 1];
            if (c == '*') {
                boolean open = false;
                for (int t = 0; t <= text.length(); t++) {
                    open |= reached[t];
                    next[t] = open;
                    if (t < text.length() && text.charAt(t) == '/' && !slashIsOrdinary) {
                        open = false;
                    }
                }
            } else {
                for (int t = 0; t < text.length(); t++) {
                    char at = text.charAt(t);
                    boolean fits = c == '?' ? slashIsOrdinary || at != '/' : c == at;
                    next[t + 1] = reached[t] && fits;
                }
            }
            reached = next;
        }
        return reached[text.length()];
    }
}
