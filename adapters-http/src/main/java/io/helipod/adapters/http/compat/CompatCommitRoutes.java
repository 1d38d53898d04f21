package io.helipod.adapters.http.compat;

import io.helipod.adapters.http.compat.wire.CommittedImageJson;
import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.shared.CommitRequests;
import io.helipod.core.image.CommitRequest;
import io.helipod.core.image.Commits;
import io.helipod.core.image.ImageFormat;
import io.helipod.core.image.ImageReference.Home;

/** Images from containers in docker's shape. The container is frozen unless the request says otherwise, as Docker documents. */
public final class CompatCommitRoutes {
    private final Commits commits;

    public CompatCommitRoutes(Commits commits) {
        this.commits = commits;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.post("/commit", this::commit);
    }

    private void commit(ApiExchange x) {
        CommitRequest request = CommitRequests.read(x, Home.DOCKER, ImageFormat.DOCKER, true);
        x.json(201, CommittedImageJson.from(commits.commit(request, () -> {})));
    }
}
