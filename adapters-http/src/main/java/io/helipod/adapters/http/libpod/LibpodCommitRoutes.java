package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.libpod.wire.CommitReportJson;
import io.helipod.adapters.http.libpod.wire.ImageIdJson;
import io.helipod.adapters.http.shared.CommitRequests;
import io.helipod.adapters.http.shared.TransferStream;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.CommitRequest;
import io.helipod.core.image.Commits;
import io.helipod.core.image.ImageFormat;
import io.helipod.core.image.ImageReference.Home;
import java.io.IOException;
import java.util.Locale;

/** Images from containers in podman's shape. */
public final class LibpodCommitRoutes {
    private final Commits commits;

    public LibpodCommitRoutes(Commits commits) {
        this.commits = commits;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.post("/libpod/commit", this::commit);
    }

    private void commit(ApiExchange x) throws IOException {
        ImageFormat format = switch (x.query().nonEmpty("format").orElse("oci").toLowerCase(Locale.ROOT)) {
            case "oci" -> ImageFormat.OCI;
            case "docker" -> ImageFormat.DOCKER;
            default ->
                throw new InvalidArgument(
                        "unrecognized image format \"" + x.query().text("format") + "\"");
        };
        CommitRequest request = CommitRequests.read(x, Home.LOCAL, format, false);
        if (format == ImageFormat.OCI && !request.comment().isEmpty()) {
            throw new InvalidArgument("messages are only compatible with the docker image format (-f docker)");
        }
        if (x.query().bool("stream", false)) {
            stream(x, request);
        } else {
            x.json(200, new ImageIdJson(commits.commit(request, () -> {}).value()));
        }
    }

    /** What is refused has a status of its own; what fails once the files are being read is a record. */
    private void stream(ApiExchange x, CommitRequest request) throws IOException {
        try (TransferStream records = new TransferStream(x)) {
            try {
                ImageId id = commits.commit(
                        request,
                        () -> records.write(CommitReportJson.progress(
                                "Reading the files of container " + request.container() + "\n")));
                records.write(CommitReportJson.progress(id.value()));
            } catch (EngineException e) {
                if (!records.begun()) {
                    throw e;
                }
                records.write(CommitReportJson.failed(e.message()));
            }
        }
    }
}
