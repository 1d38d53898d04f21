package io.helipod.adapters.storage.layer;

import io.helipod.adapters.storage.linux.ByteText;
import io.helipod.adapters.storage.linux.LinuxCalls;
import io.helipod.adapters.storage.linux.LinuxError;
import java.util.LinkedHashMap;
import java.util.Map;

/** Extended attributes: which an archive may set, and copying them. */
final class Attributes {
    /** Marks a directory that hides the one below it (overlayfs.rst). */
    static final String OPAQUE = "trusted.overlay.opaque";

    static final byte[] YES = {'y'};

    private Attributes() {}

    /**
     * What an archive may set: user attributes, file capabilities, access lists. Not the overlay driver's own, with which a layer
     * could point into another, nor labels of the host's security modules.
     */
    static boolean isAllowed(String name) {
        return name.startsWith("user.")
                || name.equals("security.capability")
                || name.equals("system.posix_acl_access")
                || name.equals("system.posix_acl_default");
    }

    /** Those of an open file that an archive may set too. */
    static Map<String, byte[]> of(LinuxCalls linux, int file) throws LinuxError {
        Map<String, byte[]> found = new LinkedHashMap<>();
        byte[] names = linux.flistxattr(file);
        int start = 0;
        for (int i = 0; i < names.length; i++) {
            if (names[i] == 0) {
                String name = ByteText.of(names, start, i);
                if (isAllowed(name)) {
                    found.put(name, linux.fgetxattr(file, name));
                }
                start = i + 1;
            }
        }
        return found;
    }
}
