package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.exec.ExecStatus;
import java.util.List;
import java.util.Optional;

/**
 * An exec session in inspect (types.md 4.5).
 *
 * @param exitCode null in docker's document before the end, 0 in podman's
 */
public record ExecSessionJson(
        @JsonProperty("CanRemove") boolean canRemove,
        @JsonProperty("ContainerID") String containerId,
        @JsonProperty("DetachKeys") String detachKeys,
        @JsonProperty("ExitCode") Optional<Integer> exitCode,
        @JsonProperty("ID") String id,
        @JsonProperty("OpenStderr") boolean openStderr,
        @JsonProperty("OpenStdin") boolean openStdin,
        @JsonProperty("OpenStdout") boolean openStdout,
        @JsonProperty("Running") boolean running,
        @JsonProperty("Pid") long pid,
        @JsonProperty("ProcessConfig") ProcessConfig processConfig) {
    /**
     * What it runs; podman spells these in small letters.
     *
     * @param arguments null in podman's document when there are none
     */
    public record ProcessConfig(
            @JsonProperty("arguments") Optional<List<String>> arguments,
            @JsonProperty("entrypoint") String entrypoint,
            @JsonProperty("privileged") boolean privileged,
            @JsonProperty("tty") boolean tty,
            @JsonProperty("user") String user) {}

    /** In docker's words. */
    public static ExecSessionJson docker(ExecSession session) {
        boolean over = session.status() == ExecStatus.STOPPED;
        Optional<Integer> exitCode = over ? Optional.of(session.exitCode()) : Optional.empty();
        return of(session, exitCode, Optional.of(arguments(session)));
    }

    /** In podman's words. */
    public static ExecSessionJson podman(ExecSession session) {
        return of(
                session,
                Optional.of(session.exitCode()),
                Optional.of(arguments(session)).filter(list -> !list.isEmpty()));
    }

    private static List<String> arguments(ExecSession session) {
        List<String> command = session.spec().command();
        return command.subList(1, command.size());
    }

    private static ExecSessionJson of(
            ExecSession session, Optional<Integer> exitCode, Optional<List<String>> arguments) {
        return new ExecSessionJson(
                session.status() == ExecStatus.STOPPED,
                session.container().value(),
                session.spec().detachKeys().orElse(""),
                exitCode,
                session.id().value(),
                session.spec().attach().stderr(),
                session.spec().attach().stdin(),
                session.spec().attach().stdout(),
                session.status() == ExecStatus.RUNNING,
                session.pid(),
                new ProcessConfig(
                        arguments,
                        session.spec().command().getFirst(),
                        session.spec().privileged(),
                        session.spec().terminal(),
                        session.spec().user().orElse("")));
    }
}
