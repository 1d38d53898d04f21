package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.json.Encoded;
import io.helipod.adapters.http.libpod.wire.InspectImageJson;
import io.helipod.adapters.http.libpod.wire.ListImageJson;
import io.helipod.adapters.http.shared.ImageEncodings;
import io.helipod.adapters.http.shared.ImageRequests;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.image.ImageSummary;
import io.helipod.core.image.Images;
import java.util.List;
import java.util.Optional;

/** Images in podman's shape: looked at and named. New names without registry are local (behaviour.md 11). */
public final class LibpodImageRoutes {
    private final Images images;
    private final ImageEncodings encodings = new ImageEncodings();

    public LibpodImageRoutes(Images images) {
        this.images = images;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/libpod/images/json", this::list);
        r.get("/libpod/images/{name:.+}/json", this::inspect);
        r.get("/libpod/images/{name:.+}/exists", this::exists);
        r.post("/libpod/images/{name:.+}/tag", this::tag);
        r.post("/libpod/images/{name:.+}/untag", this::untag);
    }

    private void list(ApiExchange x) {
        x.encoded(
                200,
                Encoded.array(images.list(x.filters()).stream().map(this::row).toList()));
    }

    private Encoded row(ImageSummary one) {
        return encodings.get(one.image(), one.containers(), () -> Encoded.of(ListImageJson.from(one)));
    }

    private void inspect(ApiExchange x) {
        ImageRecord image = images.inspect(x.name());
        x.encoded(
                200,
                encodings
                        .get(image, "document", () -> Encoded.of(InspectImageJson.from(image)))
                        .document());
    }

    private void exists(ApiExchange x) {
        NameOrId name = x.name();
        if (!images.exists(name)) {
            throw new NotFound(ResourceType.IMAGE, name.value());
        }
        x.empty(204);
    }

    private void tag(ApiExchange x) {
        images.tag(x.name(), ImageRequests.target(x.queryAndForm(), Home.LOCAL));
        x.text(201, "");
    }

    private void untag(ApiExchange x) {
        boolean named = x.queryAndForm().nonEmpty("repo").isPresent();
        if (!named && x.query().nonEmpty("tag").isPresent()) {
            throw new InvalidArgument("repo parameter is required to untag one name");
        }
        images.untag(x.name(), named ? Optional.of(nameToRemove(x)) : Optional.empty());
        x.text(201, "");
    }

    /** A short name is the local one, or else Docker's, whichever the image has. */
    private ImageReference nameToRemove(ApiExchange x) {
        List<String> names = images.inspect(x.name()).names();
        ImageReference local = ImageRequests.target(x.query(), Home.LOCAL);
        ImageReference hub = ImageRequests.target(x.query(), Home.DOCKER);
        boolean isHub = !names.contains(local.toString()) && names.contains(hub.toString());
        return isHub ? hub : local;
    }
}
