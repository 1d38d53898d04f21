package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

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
}
