package io.helipod.core.error;

/** Texts of others, such as a registry's, on their way to terminals, logs and events. */
public final class ForeignText {
    private static final int MOST = 500;

    private ForeignText() {}

    /** Fit to be shown: no characters that terminals obey or that are not seen, and no more than 500. */
    public static String shown(String text) {
        return shown(text, MOST);
    }

    /** @param most code points */
    static String shown(String text, int most) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(most).forEach(point -> clean.appendCodePoint(isSeen(point) ? point : ' '));
        return clean.toString();
    }

    private static boolean isSeen(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }
}
