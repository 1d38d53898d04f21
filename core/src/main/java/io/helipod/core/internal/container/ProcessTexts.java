package io.helipod.core.internal.container;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.exec.ExecSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a process can be handed (execve(2)): the kernel ends a text at its first NUL and takes texts of bounded size, and a half of a
 * surrogate pair is no character. Passed on, all of these would mean something else than was asked for.
 */
public final class ProcessTexts {
    /** MAX_ARG_STRLEN without the NUL. */
    private static final int LONGEST = 131_071;

    private static final int MOST = 2 << 20;
    /** No character of a string has more bytes of UTF-8. */
    private static final int BYTES = 3;

    private ProcessTexts() {}

    /**
     * Refuses what cannot be handed to a process as it is.
     *
     * @throws InvalidArgument naming what is wrong
     */
    public static void check(
            List<String> command, Map<String, String> env, Optional<String> user, Optional<String> workingDir) {
        long size = 0;
        for (String one : command) {
            size += checked("an argument of the command", one, 0);
        }
        for (Map.Entry<String, String> one : env.entrySet()) {
            int name = checked("the name of an environment variable", one.getKey(), 0);
            size += name + checked("environment variable " + one.getKey(), one.getValue(), name + 1);
        }
        user.ifPresent(text -> checked("the user", text, 0));
        workingDir.ifPresent(text -> checked("the working directory", text, 0));
        if (size > MOST) {
            throw new InvalidArgument("command and environment have more than " + MOST + " bytes");
        }
    }

    private static int checked(String what, String text, int before) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new InvalidArgument(what + " contains a NUL character");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new InvalidArgument(what + " contains a half of a surrogate pair");
                }
                i++;
            }
        }
        int size = text.length() * BYTES + before <= LONGEST
                ? text.length()
                : text.getBytes(StandardCharsets.UTF_8).length;
        if (size + before > LONGEST) {
            throw new InvalidArgument(what + " has more than " + LONGEST + " bytes");
        }
        return size;
    }

    /** About how many characters a session's texts have. */
    public static long size(ExecSpec spec) {
        long size = 0;
        for (String one : spec.command()) {
            size += one.length();
        }
        for (Map.Entry<String, String> one : spec.env().entrySet()) {
            size += one.getKey().length() + one.getValue().length();
        }
        return size;
    }
}
