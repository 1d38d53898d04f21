package io.helipod.adapters.oci.image;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Words as a Dockerfile has them: split at white space outside quotes; quotes, backslashes and variables are resolved in a second step
 * (Dockerfile reference, "ENV" and "Environment replacement").
 */
final class ShellWords {
    private final Function<String, Optional<String>> variables;

    /** @param variables what a name stands for; absent counts as empty */
    ShellWords(Function<String, Optional<String>> variables) {
        this.variables = variables;
    }

    /** The words as they stand, quotes and all. */
    static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && isSpace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
                continue;
            }
            inWord = true;
            word.append(c);
            if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    /** A word without its quotes, its variables replaced. */
    String resolve(String word) {
        StringBuilder out = new StringBuilder();
        int end = resolve(word, 0, '\0', out);
        return end == word.length()
                ? out.toString()
                : out.append(word, end, word.length()).toString();
    }

    /** Resolves up to {@code stop} or the end; returns where it stopped. */
    private int resolve(String word, int from, char stop, StringBuilder out) {
        int i = from;
        while (i < word.length() && (stop == '\0' || word.charAt(i) != stop)) {
            char c = word.charAt(i);
            switch (c) {
                case '\'' -> {
                    int end = word.indexOf('\'', i + 1);
                    if (end < 0) {
                        throw unterminated(word);
                    }
                    out.append(word, i + 1, end);
                    i = end + 1;
                }
                case '"' -> i = inDoubleQuotes(word, i + 1, out);
                case '\\' -> {
                    if (i + 1 < word.length()) {
                        out.append(word.charAt(i + 1));
                    }
                    i += 2;
                }
                case '$' -> i = variable(word, i + 1, out);
                default -> {
                    out.append(c);
                    i++;
                }
            }
        }
        return Math.min(i, word.length());
    }

    private int inDoubleQuotes(String word, int from, StringBuilder out) {
        int i = from;
        while (i < word.length()) {
            char c = word.charAt(i);
            switch (c) {
                case '"' -> {
                    return i + 1;
                }
                case '$' -> i = variable(word, i + 1, out);
                case '\\' -> {
                    char next = i + 1 < word.length() ? word.charAt(i + 1) : '\0';
                    if (next == '"' || next == '$' || next == '\\') {
                        out.append(next);
                        i += 2;
                    } else {
                        out.append(c);
                        i++;
                    }
                }
                default -> {
                    out.append(c);
                    i++;
                }
            }
        }
        throw unterminated(word);
    }

    /** {@code $NAME}, <code>${NAME}</code>, <code>${NAME:-else}</code>, <code>${NAME:+then}</code>; {@code from} is behind the dollar. */
    private int variable(String word, int from, StringBuilder out) {
        boolean braces = from < word.length() && word.charAt(from) == '{';
        int start = braces ? from + 1 : from;
        int end = start;
        while (end < word.length() && isName(word.charAt(end), end == start)) {
            end++;
        }
        String name = word.substring(start, end);
        if (!braces) {
            out.append(name.isEmpty() ? "$" : variables.apply(name).orElse(""));
            return end;
        }
        Optional<String> value = variables.apply(name).filter(text -> !text.isEmpty());
        if (name.isEmpty() || end >= word.length()) {
            throw new InvalidArgument("unsupported substitution in " + word);
        }
        if (word.charAt(end) == '}') {
            out.append(value.orElse(""));
            return end + 1;
        }
        boolean otherwise = word.startsWith(":-", end);
        if (!otherwise && !word.startsWith(":+", end)) {
            throw new InvalidArgument("unsupported substitution in " + word);
        }
        StringBuilder alternative = new StringBuilder();
        int close = resolve(word, end + 2, '}', alternative);
        if (close >= word.length()) {
            throw new InvalidArgument("unsupported substitution in " + word);
        }
        String other = alternative.toString();
        out.append(otherwise ? value.orElse(other) : value.map(text -> other).orElse(""));
        return close + 1;
    }

    private static boolean isName(char c, boolean first) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || !first && c >= '0' && c <= '9';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static InvalidArgument unterminated(String word) {
        return new InvalidArgument("unterminated quote in " + word);
    }
}
