package io.helipod.adapters.storage.layer;

import io.helipod.adapters.storage.linux.ByteText;
import io.helipod.core.error.EngineException.InvalidArgument;

/**
 * The place of an entry below a layer's root. Absolute names count from the root; a name with {@code ..} is refused, as no honest
 * archive has one.
 *
 * @param folder the path above, empty for the root
 * @param name the last component; {@code .} for the root itself
 */
record EntryPath(String folder, String name) {
    private static final int LONGEST = 4095;
    private static final int LONGEST_NAME = 255;

    /** The root. */
    static final EntryPath ROOT = new EntryPath("", ".");

    /** Reads a name of an archive. */
    static EntryPath parse(String raw) {
        if (raw.length() > LONGEST + 1) {
            throw new InvalidArgument("layer archive has a name of " + raw.length() + " bytes: " + ByteText.show(raw));
        }
        String clean = clean(raw);
        if (clean.isEmpty()) {
            return ROOT;
        }
        int slash = clean.lastIndexOf('/');
        return new EntryPath(slash < 0 ? "" : clean.substring(0, slash), clean.substring(slash + 1));
    }

    private static String clean(String raw) {
        StringBuilder clean = new StringBuilder(raw.length());
        int start = 0;
        while (start < raw.length()) {
            int end = raw.indexOf('/', start);
            if (end < 0) {
                end = raw.length();
            }
            int length = end - start;
            boolean here = length == 0 || length == 1 && raw.charAt(start) == '.';
            if (length == 2 && raw.startsWith("..", start)) {
                throw new InvalidArgument("layer archive tries to leave its folder: " + ByteText.show(raw));
            }
            if (length > LONGEST_NAME) {
                throw new InvalidArgument("layer archive has a name that is too long: " + ByteText.show(raw));
            }
            if (!here) {
                if (!clean.isEmpty()) {
                    clean.append('/');
                }
                clean.append(raw, start, end);
            }
            start = end + 1;
        }
        return clean.toString();
    }

    boolean isRoot() {
        return name.equals(".");
    }

    /** The same folder, another name. */
    EntryPath sibling(String other) {
        return new EntryPath(folder, other);
    }

    /** The whole path; empty for the root. */
    String text() {
        if (isRoot()) {
            return "";
        }
        return folder.isEmpty() ? name : folder + "/" + name;
    }

    @Override
    public String toString() {
        return "/" + ByteText.show(text());
    }
}
