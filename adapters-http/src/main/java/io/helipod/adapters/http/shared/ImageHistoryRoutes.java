package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.json.Encoded;
import io.helipod.adapters.http.shared.wire.HistoryJson;
import io.helipod.core.image.ImageHistory;
import io.helipod.core.image.ImageReports;

/** How images came to be, which both trees tell alike but for the ids. */
public final class ImageHistoryRoutes {
    private final ImageReports reports;
    private final ImageEncodings encodings = new ImageEncodings();

    public ImageHistoryRoutes(ImageReports reports) {
        this.reports = reports;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/images/{name:.+}/history", x -> history(x, "sha256:"));
        r.get("/libpod/images/{name:.+}/history", x -> history(x, ""));
    }

    private void history(ApiExchange x, String prefix) {
        ImageHistory history = reports.history(x.name());
        x.encoded(
                200,
                encodings
                        .get(history, prefix, () -> Encoded.of(HistoryJson.from(history, prefix)))
                        .document());
    }
}
