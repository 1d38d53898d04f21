package io.helipod.adapters.oci.runtime;

import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ExecId;
import java.nio.file.Path;

/**
 * Every path of this package. Below the state folder lies what lasts, below the run folder what a reboot may take.
 */
public record RuntimePaths(Path stateDir, Path runDir) {
    /** conmon's attach socket, in the bundle. */
    static final String ATTACH = "attach";

    private static final int LOST = 255;

    Path containers() {
        return stateDir.resolve("containers");
    }

    Path bundles() {
        return runDir.resolve("containers");
    }

    Path exits() {
        return runDir.resolve("exits");
    }

    /** The OCI runtime's own state folder. */
    Path runtimeRoot() {
        return runDir.resolve("runtime");
    }

    Path state(ContainerId id) {
        return containers().resolve(id.value());
    }

    /** Where a container's log lies unless it asks for another place. */
    public Path log(ContainerId id) {
        return state(id).resolve("ctr.log");
    }

    Path bundle(ContainerId id) {
        return bundles().resolve(id.value());
    }

    Path config(ContainerId id) {
        return bundle(id).resolve("config.json");
    }

    Path pidFile(ContainerId id) {
        return bundle(id).resolve("pidfile");
    }

    /** Pid and start time of the first process, so that a pid used again is not taken for it, and its name before the start. */
    Path started(ContainerId id) {
        return bundle(id).resolve("started");
    }

    Path monitorPidFile(ContainerId id) {
        return bundle(id).resolve("conmon.pid");
    }

    /** What conmon and the runtime write instead of logging it. */
    Path monitorOutput(ContainerId id) {
        return bundle(id).resolve("conmon.out");
    }

    Path runtimeLog(ContainerId id) {
        return bundle(id).resolve("oci-log");
    }

    Path control(ContainerId id) {
        return bundle(id).resolve("ctl");
    }

    Path oom(ContainerId id) {
        return bundle(id).resolve("oom");
    }

    Path exit(ContainerId id) {
        return exits().resolve(id.value());
    }

    ExitFile exitFile(ContainerId id) {
        return new ExitFile(exit(id), oom(id), LOST);
    }

    /** The container's cgroup, in the runtime spec's words. */
    Path cgroup(ContainerId id) {
        return bundle(id).resolve("cgroup");
    }

    /** There between create and start: the process waits at it. */
    Path startFifo(ContainerId id) {
        return runtimeRoot().resolve(id.value()).resolve("exec.fifo");
    }

    /** The folders of exec sessions; they go with the bundle. */
    Path execs(ContainerId id) {
        return bundle(id).resolve("exec");
    }

    /** An exec session's own folder, conmon's bundle. */
    Path exec(ContainerId id, ExecId exec) {
        return execs(id).resolve(exec.value());
    }

    Path hosts(ContainerId id) {
        return bundle(id).resolve("hosts");
    }

    Path hostname(ContainerId id) {
        return bundle(id).resolve("hostname");
    }

    Path resolvConf(ContainerId id) {
        return bundle(id).resolve("resolv.conf");
    }

    Path containerEnv(ContainerId id) {
        return bundle(id).resolve("containerenv");
    }
}
