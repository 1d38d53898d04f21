package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.libpod.wire.ChangeJson;
import io.helipod.adapters.http.libpod.wire.NamesJson;
import io.helipod.adapters.http.libpod.wire.TreeJson;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReports;
import io.helipod.core.image.LayerChange;
import java.util.List;
import java.util.Optional;

/** What podman tells about images that docker does not. */
public final class LibpodImageReportRoutes {
    private final ImageReports reports;

    public LibpodImageReportRoutes(ImageReports reports) {
        this.reports = reports;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/libpod/images/{name}/changes", this::changes);
        r.get("/libpod/images/{name:.+}/tree", this::tree);
        r.get("/libpod/images/{name:.+}/resolve", this::resolve);
    }

    /** Nothing is told as null. What podman looks for among containers or layers too is an image here. */
    private void changes(ApiExchange x) {
        String type = x.query().nonEmpty("diffType").orElse("all");
        switch (type) {
            case "all", "image" -> {
                List<LayerChange> changes =
                        reports.changes(x.name(), x.query().nonEmpty("parent").map(NameOrId::new));
                x.json(
                        200,
                        changes.isEmpty()
                                ? Optional.empty()
                                : changes.stream().map(ChangeJson::from).toList());
            }
            case "container" -> throw new NotSupported("diffType container: ask for the changes of the container");
            default -> throw new InvalidArgument("invalid diffType value \"" + type + "\"");
        }
    }

    private void tree(ApiExchange x) {
        x.json(200, new TreeJson(TreeText.of(reports.tree(x.name(), x.query().bool("whatrequires", false)))));
    }

    private void resolve(ApiExchange x) {
        x.json(
                200,
                new NamesJson(reports.resolve(x.path("name")).stream()
                        .map(ImageReference::toString)
                        .toList()));
    }
}
