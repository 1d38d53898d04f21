package io.helipod.adapters.http.error;

import io.helipod.adapters.http.error.wire.ErrorJson;
import io.helipod.core.error.EngineException;
import java.util.Set;

/**
 * The only place that knows the status numbers of errors. The compat routes follow Docker's documented answers, the libpod routes
 * podman's; bad input is a 4xx on both, unless podman's own API tests pin another number: those are the named rows.
 */
public final class ErrorMapper {
    /** podman's 20-containers.at: a list with a query that cannot be read. */
    private static final String LIBPOD_CONTAINER_LIST = "/libpod/containers/json";

    /** podman's 10-images.at and 20-containers.at: lists with filters that cannot be read. */
    private static final Set<String> LISTS =
            Set.of("/containers/json", LIBPOD_CONTAINER_LIST, "/images/json", "/libpod/images/json");

    /** The same files: a prune with filters that cannot be read or are for lists only. */
    private static final String PRUNE = "/prune";

    /** podman's 10-images.at: a prune of images with anything that cannot be read. */
    private static final Set<String> IMAGE_PRUNES = Set.of("/images/prune", "/libpod/images/prune");

    /** podman's 60-auth.at: every failed login, whatever the reason. */
    private static final String LOGIN = "/auth";

    /** Docker documents 404 for "no read access"; its command takes 401 for a reason to prompt for a password, and may wait for ever. */
    private static final String COMPAT_PULL = "/images/create";

    /** behaviour.md 19: 404 or 500 before any progress. */
    private static final String COMPAT_PUSH = "/images/{name:.+}/push";

    /** behaviour.md 19: a quiet push. */
    private static final String LIBPOD_PUSH = "/libpod/images/{name:.+}/push";

    /** The same of a manifest list, on the routes of both generations. */
    private static final String MANIFEST_PUSH_OLD = "/libpod/manifests/{name:.+}/push";

    private static final String MANIFEST_PUSH = "/libpod/manifests/{name:.+}/registry/{destination:.+}";

    /** routes.tsv: whatever goes wrong, there is no such list. */
    private static final String MANIFEST_INSPECT = "/libpod/manifests/{name:.+}/json";

    private ErrorMapper() {}

    /**
     * @param template of the route, as it was registered
     */
    public static int status(EngineException failure, String template) {
        boolean libpod = template.startsWith("/libpod/");
        return switch (failure) {
            case EngineException.NotFound e -> 404;
            case EngineException.Ambiguous e ->
                switch (e.type()) {
                    case CONTAINER, VOLUME, IMAGE -> 404;
                    case POD, NETWORK, EXEC_SESSION, SECRET, LAYER, BLOB -> 500;
                };
            case EngineException.NameTaken e -> libpod && template.endsWith("/create") ? 500 : 409;
            case EngineException.InUse e -> 409;
            case EngineException.WrongState e -> wrongState(e, template, libpod);
            case EngineException.InvalidArgument e ->
                template.equals(LIBPOD_CONTAINER_LIST) || template.equals(LOGIN) || IMAGE_PRUNES.contains(template)
                        ? 500
                        : 400;
            case EngineException.InvalidFilter e -> invalidFilter(e, template);
            case EngineException.TooLarge e -> 413;
            case EngineException.NotAuthorized e -> 401;
            case EngineException.NotSupported e -> 501;
            case EngineException.Unavailable e -> 503;
            case EngineException.RegistryFailed e -> registryFailed(e.kind(), template);
            case EngineException.RuntimeFailed e -> 500;
            case EngineException.StorageFailed e -> 500;
        };
    }

    /**
     * behaviour.md 5 and 18: podman says 409 for kill and resize, and about exec sessions where the container is the reason; Docker says
     * it for all.
     */
    private static int wrongState(EngineException.WrongState failure, String template, boolean libpod) {
        boolean exec = template.endsWith("/exec") || template.startsWith("/libpod/exec/");
        boolean conflict = exec
                ? !failure.reason().endsWith("state improper")
                : template.endsWith("/kill") || template.endsWith("/resize");
        return !libpod || conflict ? 409 : 500;
    }

    private static int invalidFilter(EngineException.InvalidFilter failure, String template) {
        boolean list = failure.isReadable() ? template.equals(LIBPOD_CONTAINER_LIST) : LISTS.contains(template);
        return list || template.endsWith(PRUNE) ? 500 : 400;
    }

    /** behaviour.md 5: what the registry said, or that it is the server's trouble. */
    private static int registryFailed(EngineException.RegistryFailed.Kind kind, String template) {
        if (template.equals(LOGIN)) {
            return 500;
        }
        switch (template) {
            case LIBPOD_PUSH, MANIFEST_PUSH, MANIFEST_PUSH_OLD -> {
                return 400;
            }
            case MANIFEST_INSPECT -> {
                return 404;
            }
            default -> {
                // by its kind
            }
        }
        return switch (kind) {
            case NOT_FOUND -> 404;
            case UNAUTHORIZED -> forbidden(template, 401);
            case DENIED -> forbidden(template, 403);
            case BUSY -> 429;
            case UNREACHABLE, BROKEN -> 500;
        };
    }

    private static int forbidden(String template, int status) {
        return switch (template) {
            case COMPAT_PULL -> 404;
            case COMPAT_PUSH -> 500;
            default -> status;
        };
    }

    /** A refusal in full: its status and its body. */
    public record Refusal(int status, ErrorJson body) {}

    /** What the reference has a path for and nothing behind it (behaviour.md 2). */
    public static Refusal unsupportedPath(String path) {
        return new Refusal(404, new ErrorJson("", "Path " + path + " is not supported", 0));
    }

    /** A request that broke off before its head was whole. */
    public static Refusal cutHead() {
        String message = "the request's head ended early";
        return new Refusal(400, new ErrorJson(message, message, 400));
    }

    /** An image that is not here, in the words Docker's clients look for (behaviour.md 5). */
    public static Refusal noSuchImage(String name) {
        String message = "failed to find image " + name + ": " + name + ": No such image";
        return new Refusal(404, new ErrorJson("No such image", message, 404));
    }

    /** A format that images cannot be saved in; podman's 10-images.at. */
    public static Refusal unknownFormat(String format) {
        String message = "unknown format \"" + format + "\"";
        return new Refusal(500, new ErrorJson(message, message, 500));
    }

    /** The status of a report with failures: whether something was done at all. */
    public static int partly(boolean done) {
        return done ? 409 : 400;
    }

    /** The status of a path that no route takes. */
    public static int unrouted() {
        return 404;
    }

    /** The body to go with the status. */
    public static ErrorJson body(EngineException failure, int status) {
        return new ErrorJson(failure.reason(), failure.message(), status);
    }
}
