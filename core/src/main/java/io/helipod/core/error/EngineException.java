package io.helipod.core.error;

import org.jspecify.annotations.Nullable;

/**
 * Every failure the engine reports on purpose; anything else that escapes a port is a bug.
 *
 * <p>Messages are lower case, without a full stop, and name the object. {@link #reason()} is the stable phrase at the end
 * of the chain, which clients compare (behaviour.md 5); {@link #getMessage()} is the whole text.
 */
public abstract sealed class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String message;
    private final String reason;

    private EngineException(String message, String reason, @Nullable Throwable cause) {
        super(message, cause);
        this.message = message;
        this.reason = reason;
    }

    /** The whole text. */
    public String message() {
        return message;
    }

    /** The innermost, stable phrase of this failure. */
    public String reason() {
        return reason;
    }

    /** A named object does not exist. */
    public static final class NotFound extends EngineException {
        private static final long serialVersionUID = 1L;
        private final ResourceType type;

        /**
         * @param type what was looked for
         * @param ref the name, id or reference as the caller gave it
         */
        public NotFound(ResourceType type, String ref) {
            super(describe(type, ref), type.notFoundPhrase(), null);
            this.type = type;
        }

        /** What was looked for. */
        public ResourceType type() {
            return type;
        }

        private static String describe(ResourceType type, String ref) {
            return type == ResourceType.IMAGE
                    ? ref + ": " + type.notFoundPhrase()
                    : "no " + type.noun() + " with name or ID \"" + ref + "\" found: " + type.notFoundPhrase();
        }
    }

    /** An id prefix fits more than one object. */
    public static final class Ambiguous extends EngineException {
        private static final long serialVersionUID = 1L;
        private final ResourceType type;

        public Ambiguous(ResourceType type, String ref) {
            super(
                    "more than one result for " + type.noun() + " name or ID " + ref + ": " + type.noun()
                            + " already exists",
                    type.noun() + " already exists",
                    null);
            this.type = type;
        }

        /** What was looked for. */
        public ResourceType type() {
            return type;
        }
    }

    /** A name that must be unique is used already. */
    public static final class NameTaken extends EngineException {
        private static final long serialVersionUID = 1L;

        /**
         * @param name the name asked for
         * @param holder the id of the object that holds it
         */
        public NameTaken(ResourceType type, String name, String holder) {
            super(
                    type.noun() + " name \"" + name + "\" is already in use by " + holder + ": " + type.noun()
                            + " already exists",
                    type.noun() + " already exists",
                    null);
        }
    }

    /** The object cannot go while something uses it. */
    public static final class InUse extends EngineException {
        private static final long serialVersionUID = 1L;

        public InUse(String message, String reason) {
            super(message + ": " + reason, reason, null);
        }
    }

    /** The operation is not legal in the object's present state (behaviour.md 18). */
    public static final class WrongState extends EngineException {
        private static final long serialVersionUID = 1L;

        public WrongState(String message) {
            this(message, "container state improper");
        }

        public WrongState(String message, String reason) {
            super(message + ": " + reason, reason, null);
        }
    }

    /** The caller gave something that is malformed, out of range or contradictory. */
    public static final class InvalidArgument extends EngineException {
        private static final long serialVersionUID = 1L;

        public InvalidArgument(String message) {
            super(message, message, null);
        }

        public InvalidArgument(String message, Throwable cause) {
            super(message, message, cause);
        }
    }

    /** A filter that cannot be read, is not known where it was given, or has a value that it does not take (behaviour.md 9). */
    public static final class InvalidFilter extends EngineException {
        private static final long serialVersionUID = 1L;
        private final boolean readable;

        /** What was read, and is refused. */
        public InvalidFilter(String message) {
            this(message, message, true, null);
        }

        /** The same with a stable phrase, which ends the message. */
        public InvalidFilter(String message, String reason) {
            this(message + ": " + reason, reason, true, null);
        }

        private InvalidFilter(String message, String reason, boolean readable, @Nullable Throwable cause) {
            super(message, reason, cause);
            this.readable = readable;
        }

        /** What is no text that filters are written in. */
        public static InvalidFilter unreadable(String reason, @Nullable Throwable cause) {
            return new InvalidFilter("failed to decode filters: " + reason, reason, false, cause);
        }

        /** Whether its text could be read. */
        public boolean isReadable() {
            return readable;
        }
    }

    /** What the caller sent is larger than the engine takes. */
    public static final class TooLarge extends EngineException {
        private static final long serialVersionUID = 1L;

        public TooLarge(String message) {
            super(message, message, null);
        }
    }

    /** Credentials are missing or refused. */
    public static final class NotAuthorized extends EngineException {
        private static final long serialVersionUID = 1L;

        public NotAuthorized(String message) {
            super(message, message, null);
        }
    }

    /** The request is well formed but asks for something this engine does not do; the text names it. */
    public static final class NotSupported extends EngineException {
        private static final long serialVersionUID = 1L;

        public NotSupported(String message) {
            super(message, message, null);
        }
    }

    /** Something the engine depends on cannot be reached, or the engine is shutting down; a later try may work. */
    public static final class Unavailable extends EngineException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message) {
            super(message, message, null);
        }

        public Unavailable(String message, Throwable cause) {
            super(message, message, cause);
        }
    }

    /** A registry refused, could not be reached, or sent something that is not what it should be. */
    public static final class RegistryFailed extends EngineException {
        private static final long serialVersionUID = 1L;
        private final Kind kind;

        /** What kind of failure it is; callers and clients react differently. */
        public enum Kind {
            /** There is no such repository, tag, manifest or blob. */
            NOT_FOUND,
            /** Credentials are missing or wrong. */
            UNAUTHORIZED,
            /** The credentials do not suffice, or the configuration forbids it. */
            DENIED,
            /** Too many requests, also after having waited. */
            BUSY,
            /** No answer, or none but that it cannot. */
            UNREACHABLE,
            /** A nonsensical or contradictory answer, or content that is broken or does not have its digest. */
            BROKEN
        }

        private static final int MOST_MESSAGE = 2000;

        /**
         * Both texts may hold some of the registry's: they are made fit to be shown, and cut.
         *
         * @param message what was wanted of which registry, and what came of it
         * @param reason the innermost text, such as {@code manifest unknown: manifest unknown}
         */
        public RegistryFailed(Kind kind, String message, String reason, @Nullable Throwable cause) {
            super(
                    joined(ForeignText.shown(message, MOST_MESSAGE), ForeignText.shown(reason)),
                    ForeignText.shown(reason),
                    cause);
            this.kind = kind;
        }

        private static String joined(String message, String reason) {
            return message.endsWith(reason) ? message : message + ": " + reason;
        }

        /** The kind of failure. */
        public Kind kind() {
            return kind;
        }
    }

    /** A helper program (conmon, crun, runc) failed. */
    public static final class RuntimeFailed extends EngineException {
        private static final long serialVersionUID = 1L;
        private final int exitCode;

        /**
         * @param message program and what it said, last lines of its standard error included
         * @param exitCode the exit code docker's convention gives the failed start: 125, 126 or 127 (behaviour.md 18)
         */
        public RuntimeFailed(String message, int exitCode) {
            super(message, message, null);
            this.exitCode = exitCode;
        }

        /** 127 command not found, 126 found but not executable, 125 anything else. */
        public int exitCode() {
            return exitCode;
        }
    }

    /** The disk or the database failed, or holds something unreadable. */
    public static final class StorageFailed extends EngineException {
        private static final long serialVersionUID = 1L;
        private final boolean full;

        public StorageFailed(String message) {
            this(message, null, false);
        }

        public StorageFailed(String message, Throwable cause) {
            this(message, cause, false);
        }

        private StorageFailed(String message, @Nullable Throwable cause, boolean full) {
            super(message, message, cause);
            this.full = full;
        }

        /** The disk is full, or as full as it may get. */
        public static StorageFailed full(String message, @Nullable Throwable cause) {
            return new StorageFailed(message, cause, true);
        }

        /** Whether it is room that is missing: who has taken some should give it back. */
        public boolean isFull() {
            return full;
        }
    }
}
