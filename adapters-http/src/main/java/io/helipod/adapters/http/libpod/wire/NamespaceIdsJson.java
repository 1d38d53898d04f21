package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Inode numbers of a container's namespaces (types.md 4.1); left out when not asked for. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NamespaceIdsJson(
        @JsonProperty("Mnt") String mnt,
        @JsonProperty("Cgroup") String cgroup,
        @JsonProperty("Ipc") String ipc,
        @JsonProperty("Net") String net,
        @JsonProperty("Pidns") String pidns,
        @JsonProperty("Uts") String uts,
        @JsonProperty("User") String user) {
    /** Nothing was asked for. */
    public static final NamespaceIdsJson NONE = new NamespaceIdsJson("", "", "", "", "", "", "");

    /** Those of a process, as far as it lives and they can be read. */
    public static NamespaceIdsJson of(long pid) {
        return pid == 0
                ? NONE
                : new NamespaceIdsJson(
                        id(pid, "mnt"),
                        id(pid, "cgroup"),
                        id(pid, "ipc"),
                        id(pid, "net"),
                        id(pid, "pid"),
                        id(pid, "uts"),
                        id(pid, "user"));
    }

    /** The number in a link such as {@code net:[4026531840]}. */
    private static String id(long pid, String kind) {
        try {
            String link = Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "ns", kind))
                    .toString();
            return link.substring(link.indexOf('[') + 1, link.length() - 1);
        } catch (IOException e) {
            return "";
        }
    }
}
