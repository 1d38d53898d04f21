package io.helipod.adapters.http.shared;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The keys that end an attachment without ending the process (behaviour.md 13). They are looked for by reads: every key has to
 * arrive in a read of its own, so that pasted text cannot detach.
 */
public final class DetachKeys {
    private static final int BUFFER = 64 * 1024;
    private final byte[] keys;

    private DetachKeys(byte[] keys) {
        this.keys = keys;
    }

    /** Reads such as {@code ctrl-p,ctrl-q}; the empty text means no keys. */
    public static DetachKeys parse(String text) {
        if (text.isEmpty()) {
            return new DetachKeys(new byte[0]);
        }
        String[] names = text.split(",", -1);
        byte[] keys = new byte[names.length];
        for (int i = 0; i < names.length; i++) {
            keys[i] = key(names[i]);
        }
        return new DetachKeys(keys);
    }

    private static byte key(String name) {
        if (name.length() == 1 && name.charAt(0) < 128) {
            return (byte) name.charAt(0);
        }
        if (name.equalsIgnoreCase("DEL")) {
            return 127;
        }
        if (name.length() == 6 && name.startsWith("ctrl-")) {
            char c = Character.toLowerCase(name.charAt(5));
            if (c >= 'a' && c <= 'z') {
                return (byte) (c - 'a' + 1);
            }
            int control = switch (c) {
                case '@' -> 0;
                case '[' -> 27;
                case '\\' -> 28;
                case ']' -> 29;
                case '^' -> 30;
                case '_' -> 31;
                default -> -1;
            };
            if (control >= 0) {
                return (byte) control;
            }
        }
        throw new InvalidArgument("invalid detach keys: unknown character \"" + name + "\"");
    }

    /**
     * Copies until the input ends or the keys were typed; flushes after every read.
     *
     * @return whether the keys were typed
     */
    public boolean copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int matched = 0;
        int read;
        while ((read = from.read(buffer)) >= 0) {
            if (read == 1 && matched < keys.length && buffer[0] == keys[matched]) {
                matched++;
                if (matched == keys.length) {
                    return true;
                }
                continue;
            }
            passOn(matched, to);
            matched = 0;
            to.write(buffer, 0, read);
            to.flush();
        }
        passOn(matched, to);
        return false;
    }

    /** An empty write would be an empty packet further on. */
    private void passOn(int matched, OutputStream to) throws IOException {
        if (matched > 0) {
            to.write(keys, 0, matched);
            to.flush();
        }
    }
}
