package io.helipod.core.system;

import java.util.Map;

/**
 * The storage, as {@code info} shows it.
 *
 * @param driver such as overlay
 * @param root what lasts
 * @param runRoot what vanishes at reboot
 * @param allocated bytes of the file system below root
 * @param used bytes of it in use
 * @param status the driver's own facts, such as "Backing Filesystem"
 */
public record StoreFacts(
        String driver, String root, String runRoot, long allocated, long used, Map<String, String> status) {
    public StoreFacts {
        status = Map.copyOf(status);
    }
}
