package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.libpod.wire.NamesJson;
import io.helipod.adapters.http.libpod.wire.TreeJson;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReports;

/** What podman tells about images that docker does not. */
public final class LibpodImageReportRoutes {
    private final ImageReports reports;

    public LibpodImageReportRoutes(ImageReports reports) {
        this.reports = reports;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/libpod/images/{name:.+}/tree", this::tree);
        r.get("/libpod/images/{name:.+}/resolve", this::resolve);
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
