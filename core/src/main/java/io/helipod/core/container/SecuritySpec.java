package io.helipod.core.container;

import java.util.List;

/**
 * What a container may do.
 *
 * @param capAdd capabilities over the default set, with CAP_ or ALL
 * @param capDrop capabilities taken from it, with CAP_ or ALL
 * @param noNewPrivileges whether set-user-ID programs gain nothing
 * @param mask paths hidden besides the default ones
 * @param unmask default masked or read-only paths left open; ALL for all of them
 */
public record SecuritySpec(
        List<String> capAdd,
        List<String> capDrop,
        boolean noNewPrivileges,
        SeccompProfile seccomp,
        List<String> mask,
        List<String> unmask) {
    /** The default set of capabilities, the default profile, the default masks. */
    public static final SecuritySpec DEFAULT =
            new SecuritySpec(List.of(), List.of(), false, SeccompProfile.DEFAULT, List.of(), List.of());

    public SecuritySpec {
        capAdd = List.copyOf(capAdd);
        capDrop = List.copyOf(capDrop);
        mask = List.copyOf(mask);
        unmask = List.copyOf(unmask);
    }
}
