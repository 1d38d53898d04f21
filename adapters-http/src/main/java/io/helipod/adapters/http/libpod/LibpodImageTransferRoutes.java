package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Query;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.libpod.wire.ImageIdJson;
import io.helipod.adapters.http.libpod.wire.NamesJson;
import io.helipod.adapters.http.libpod.wire.PullReportJson;
import io.helipod.adapters.http.libpod.wire.PushReportJson;
import io.helipod.adapters.http.shared.ImageRequests;
import io.helipod.adapters.http.shared.RegistryRequests;
import io.helipod.adapters.http.shared.TransferStream;
import io.helipod.adapters.http.stream.JsonLinesWriter;
import io.helipod.core.EngineApi;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.image.ImportRequest;
import io.helipod.core.image.Platform;
import io.helipod.core.image.PullPolicy;
import io.helipod.core.image.PullRequest;
import io.helipod.core.image.PushRequest;
import io.helipod.core.image.PushedImage;
import io.helipod.core.image.TransferListener;
import io.helipod.core.image.TransferProgress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Images in podman's shape: from archives, root file systems and registries. */
public final class LibpodImageTransferRoutes {
    private static final String PULL = "/libpod/images/pull";
    private static final String DOCKER = "docker://";
    private final EngineApi api;

    public LibpodImageTransferRoutes(EngineApi api) {
        this.api = api;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.post("/libpod/images/load", this::load);
        r.post("/libpod/local/images/load", this::loadLocal);
        r.post("/libpod/images/import", this::importRootfs);
        r.post(PULL, this::pull);
        r.post("/libpod/images/{name:.+}/push", this::push);
    }

    private void load(ApiExchange x) throws IOException {
        try (InputStream archive = x.bodyStream()) {
            x.json(200, new NamesJson(api.archives().load(archive)));
        }
    }

    /** Reads a file or a folder of the server's, which its callers may: they own the machine already. A pipe would block for ever. */
    private void loadLocal(ApiExchange x) {
        Path path = localPath(x.query().text("path"));
        if (!Files.exists(path)) {
            throw new NotFound(ResourceType.BLOB, path.toString());
        }
        if (Files.isDirectory(path)) {
            x.json(200, new NamesJson(api.archives().loadFolder(path)));
            return;
        }
        if (!Files.isRegularFile(path)) {
            throw new InvalidArgument("path " + path + " is not a file");
        }
        List<String> names;
        try (InputStream archive = Files.newInputStream(path)) {
            names = api.archives().load(archive);
        } catch (IOException e) {
            throw new StorageFailed("cannot read " + path, e);
        }
        x.json(200, new NamesJson(names));
    }

    private static Path localPath(String text) {
        try {
            Path path = Path.of(text);
            if (text.isEmpty() || !path.isAbsolute()) {
                throw new InvalidArgument("path query parameter must be an absolute path, not \"" + text + "\"");
            }
            return path;
        } catch (InvalidPathException e) {
            throw new InvalidArgument("path query parameter is no path", e);
        }
    }

    private void importRootfs(ApiExchange x) throws IOException {
        Query query = x.query();
        if (query.nonEmpty("url").isPresent()) {
            throw new NotSupported("url: importing from a URL is not supported, only from the request's body");
        }
        ImportRequest request = new ImportRequest(
                query.nonEmpty("reference")
                        .map(text -> ImageReference.parse(text, Home.LOCAL).orLatest()),
                query.text("message"),
                query.list("changes"),
                platform(query, "os", "architecture", "variant"));
        try (InputStream rootfs = x.bodyStream()) {
            x.json(
                    200,
                    new ImageIdJson(api.archives().importRootfs(request, rootfs).value()));
        }
    }

    private Optional<Platform> platform(Query query, String os, String architecture, String variant) {
        if (query.nonEmpty(os)
                .or(() -> query.nonEmpty(architecture))
                .or(() -> query.nonEmpty(variant))
                .isEmpty()) {
            return Optional.empty();
        }
        Platform own = new Platform("linux", api.system().host().architecture(), "");
        String text = query.nonEmpty(os).orElse(own.os()) + "/"
                + query.nonEmpty(architecture).orElse(own.architecture())
                + query.nonEmpty(variant).map(one -> "/" + one).orElse("");
        return Optional.of(Platform.parse(text, own));
    }

    /** Once the parameters are accepted the status is 200, whatever comes (behaviour.md 19). */
    private void pull(ApiExchange x) throws IOException {
        Query query = x.query();
        PullRequest request = new PullRequest(
                new NameOrId(reference(query.text("reference"))),
                policy(query.nonEmpty("policy").orElse("always")),
                platform(query, "os", "arch", "variant"),
                query.bool("allTags", false),
                RegistryRequests.access(x));
        boolean quiet = query.bool("quiet", false);
        if (query.bool("compatMode", false)) {
            if (quiet) {
                throw new InvalidArgument("'quiet' and 'compatMode' cannot be used simultaneously");
            }
            ImageRequests.pull(x, PULL, api.transfers(), request, true);
        } else if (quiet) {
            x.whileClientListens(() -> x.jsonRecord(200, pulled(request, TransferListener.NONE)));
        } else {
            x.whileClientListens(() -> {
                try (JsonLinesWriter lines = x.jsonLines(200)) {
                    pull(request, lines);
                }
            });
        }
    }

    private void pull(PullRequest request, JsonLinesWriter lines) throws IOException {
        ProgressTexts texts = new ProgressTexts(text -> TransferStream.write(lines, PullReportJson.progress(text)));
        try {
            lines.write(pulled(request, step -> {
                if (step instanceof TransferProgress.Begun begun) {
                    TransferStream.write(lines, PullReportJson.progress("Trying to pull " + begun.name() + "..."));
                }
                texts.progress(step);
            }));
        } catch (RuntimeException | Error e) {
            lines.abandon(PullReportJson.failed(TransferStream.INTERNAL_ERROR));
            throw e;
        }
    }

    private PullReportJson pulled(PullRequest request, TransferListener progress) {
        try {
            return PullReportJson.done(api.transfers().pull(request, progress).stream()
                    .map(one -> one.image().id().value())
                    .toList());
        } catch (EngineException e) {
            return PullReportJson.failed(e.message());
        }
    }

    /** Quietly: an empty line or an error. Otherwise records, the last of which says how it went. */
    private void push(ApiExchange x) throws IOException {
        Query query = x.query();
        // an image here is no list, so all of it goes anyway; nothing is signed, so there are no signatures to be
        // removed
        RegistryRequests.refuse(query, "compressionLevel", "format");
        if (query.nonEmpty("compressionFormat")
                .filter(format -> !format.equals("gzip"))
                .isPresent()) {
            throw new NotSupported("compressionFormat: only gzip is supported");
        }
        if (query.bool("forceCompressionFormat", false)) {
            throw new NotSupported("forceCompressionFormat is not supported");
        }
        PushRequest request = new PushRequest(
                x.name(),
                query.nonEmpty("destination")
                        .map(LibpodImageTransferRoutes::reference)
                        .map(text -> ImageReference.parse(text, Home.DOCKER)),
                RegistryRequests.access(x));
        if (query.bool("quiet", true)) {
            x.whileClientListens(() -> {
                PushedImage unused = api.transfers().push(request, TransferListener.NONE);
                x.text(200, "");
            });
            return;
        }
        x.whileClientListens(() -> {
            try (JsonLinesWriter lines = x.jsonLines(200)) {
                push(request, lines, x.olderThan("4.6"));
            }
        });
    }

    private void push(PushRequest request, JsonLinesWriter lines, boolean old) throws IOException {
        try {
            PushReportJson last = pushed(
                    request, new ProgressTexts(text -> TransferStream.write(lines, PushReportJson.progress(text))));
            // podman's clients before 4.6 take a digest for an error
            if (!last.error().isEmpty() || !old) {
                lines.write(last);
            }
        } catch (RuntimeException | Error e) {
            lines.abandon(PushReportJson.failed(TransferStream.INTERNAL_ERROR));
            throw e;
        }
    }

    private PushReportJson pushed(PushRequest request, TransferListener progress) {
        try {
            return PushReportJson.done(
                    api.transfers().push(request, progress).manifest().digest().toString());
        } catch (EngineException e) {
            return PushReportJson.failed(e.message());
        }
    }

    private static String reference(String text) {
        if (text.isEmpty()) {
            throw new InvalidArgument("reference parameter cannot be empty");
        }
        String name = text.startsWith(DOCKER) ? text.substring(DOCKER.length()) : text;
        if (name.contains("://")) {
            throw new InvalidArgument(text + ": only the docker transport is allowed");
        }
        return name;
    }

    private static PullPolicy policy(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "always" -> PullPolicy.ALWAYS;
            case "missing", "ifnotpresent" -> PullPolicy.MISSING;
            case "newer" -> PullPolicy.NEWER;
            case "never" -> PullPolicy.NEVER;
            default -> throw new InvalidArgument("unsupported pull policy \"" + text + "\"");
        };
    }
}
