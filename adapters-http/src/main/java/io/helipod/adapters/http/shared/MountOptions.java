package io.helipod.adapters.http.shared;

import io.helipod.core.container.Mount;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Checks mount options and adds the ones podman adds (pkg/util/mount_opts.go): each kind of option at most once, binds
 * recursive and private, tmpfs without devices and set-user-ID programs and filled from the image.
 */
public final class MountOptions {
    private static final Set<String> PROPAGATION =
            Set.of("private", "rprivate", "slave", "rslave", "shared", "rshared", "unbindable", "runbindable");

    private MountOptions() {}

    /** A bind of an absolute host path. */
    public static Mount.Bind bind(String source, String target, boolean createSource, List<String> options) {
        requireAbsolute(source, "mount source");
        requireAbsolute(target, "mount target");
        List<String> done = checked(options, false, target);
        boolean readOnly = done.contains("ro");
        add(done, "rw", () -> !readOnly && !done.contains("rw"));
        boolean flat = done.contains("bind");
        add(done, flat ? "private" : "rprivate", () -> done.stream().noneMatch(PROPAGATION::contains));
        add(done, "rbind", () -> !flat && !done.contains("rbind"));
        return new Mount.Bind(source, target, readOnly, createSource, done);
    }

    /** A file system in memory. */
    public static Mount.Tmpfs tmpfs(String target, List<String> options) {
        requireAbsolute(target, "tmpfs target");
        List<String> done = checked(options, true, target);
        boolean keepEmpty = done.remove("notmpcopyup");
        add(done, "rw", () -> !done.contains("ro") && !done.contains("rw"));
        add(done, "rprivate", () -> done.stream().noneMatch(PROPAGATION::contains));
        add(done, "nosuid", () -> !done.contains("suid") && !done.contains("nosuid"));
        add(done, "nodev", () -> !done.contains("dev") && !done.contains("nodev"));
        add(done, "tmpcopyup", () -> !keepEmpty && !done.contains("tmpcopyup"));
        return new Mount.Tmpfs(target, done);
    }

    /** Options that say something to a mount of the other kind are an error, as is the same thing said twice. */
    private static List<String> checked(List<String> options, boolean tmpfs, String target) {
        List<String> done = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String option : options) {
            String key = option.contains("=") ? option.substring(0, option.indexOf('=')) : option;
            String kind = kind(key, tmpfs, option, target);
            if (!kind.isEmpty() && !seen.add(kind)) {
                throw new InvalidArgument("duplicate mount option " + option + " for " + target);
            }
            // labels of SELinux mean nothing here, consistency only ever meant something on macOS
            if (!kind.equals("label") && !kind.equals("consistency") && !option.isEmpty()) {
                done.add(option);
            }
        }
        return done;
    }

    private static String kind(String key, boolean tmpfs, String option, String target) {
        if (PROPAGATION.contains(key)) {
            return "propagation";
        }
        String kind = switch (key) {
            case "" -> "";
            case "ro", "rw" -> "write";
            case "exec", "noexec" -> "exec";
            case "suid", "nosuid" -> "suid";
            case "dev", "nodev" -> "dev";
            case "consistency", "cached", "delegated", "consistent" -> "consistency";
            case "size", "mode", "nr_inodes", "nr_blocks", "uid", "gid" -> tmpfs ? key : "?";
            case "tmpcopyup", "notmpcopyup" -> tmpfs ? "copyup" : "?";
            case "noswap" -> tmpfs ? key : "?";
            case "atime", "noatime" -> tmpfs ? "atime" : "?";
            case "bind", "rbind" -> tmpfs ? "?" : "bind";
            case "z", "Z" -> tmpfs ? "?" : "label";
            case "U", "O", "idmap", "copy", "nocopy", "no-dereference", "subpath" ->
                throw new NotSupported("mount option " + option + " for " + target + " is not supported");
            default -> "?";
        };
        if (kind.equals("?")) {
            throw new InvalidArgument("unknown mount option " + option + " for " + target);
        }
        return kind;
    }

    private static void add(List<String> options, String option, BooleanSupplier wanted) {
        if (wanted.getAsBoolean()) {
            options.add(option);
        }
    }

    private static void requireAbsolute(String path, String what) {
        if (!path.startsWith("/")) {
            throw new InvalidArgument(what + " must be an absolute path: \"" + path + "\"");
        }
        if (path.indexOf('\0') >= 0) {
            throw new InvalidArgument(what + " contains a NUL character");
        }
    }
}
