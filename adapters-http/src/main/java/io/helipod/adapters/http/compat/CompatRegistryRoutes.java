package io.helipod.adapters.http.compat;

import io.helipod.adapters.http.compat.wire.DistributionJson;
import io.helipod.adapters.http.compat.wire.LoginJson;
import io.helipod.adapters.http.error.ErrorMapper;
import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Query;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.shared.FamiliarName;
import io.helipod.adapters.http.shared.RegistryRequests;
import io.helipod.adapters.http.shared.TransferStream;
import io.helipod.adapters.http.shared.wire.AuthConfigJson;
import io.helipod.adapters.http.shared.wire.MessageJson;
import io.helipod.adapters.http.shared.wire.RefusedTransferJson;
import io.helipod.adapters.http.shared.wire.TransferMessageJson;
import io.helipod.core.EngineApi;
import io.helipod.core.error.EngineException;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.image.PushRequest;
import io.helipod.core.image.PushedImage;
import io.helipod.core.image.TransferListener;
import io.helipod.core.image.TransferProgress;
import io.helipod.core.image.TransferProgress.LayerStep;
import java.io.IOException;
import java.util.Optional;

/** What docker's clients do with registries besides pulling: push, log in, look. */
public final class CompatRegistryRoutes {
    private static final String PUSH = "/images/{name:.+}/push";
    private static final String AUTH = "/auth";
    private final EngineApi api;

    public CompatRegistryRoutes(EngineApi api) {
        this.api = api;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.post(PUSH, this::push);
        r.post(AUTH, this::login);
        r.get("/distribution/{name:.+}/json", this::distribution);
    }

    /**
     * Docker's records, each layer's among them. A request with podman's own parameters gets podman's two lines: its clients read the
     * second for the digest (test/apiv2/12-imagesMore.at).
     */
    private void push(ApiExchange x) throws IOException {
        Query query = x.query();
        // an image here is no list, so all of it goes anyway
        RegistryRequests.refuse(query, "compress", "format");
        String tag = query.text("tag");
        NameOrId image = new NameOrId(x.path("name") + (tag.isEmpty() ? "" : ":" + tag));
        Optional<ImageReference> destination =
                query.nonEmpty("destination").map(text -> ImageReference.parse(text, Home.DOCKER));
        if (!api.images().exists(image)) {
            ErrorMapper.Refusal refusal = ErrorMapper.noSuchImage(image.value());
            x.json(refusal.status(), refusal.body());
            return;
        }
        boolean podman = query.has("tlsVerify") || query.has("destination");
        PushRequest request = new PushRequest(image, destination, RegistryRequests.access(x));
        x.whileClientListens(() -> push(x, request, podman));
    }

    private void push(ApiExchange x, PushRequest request, boolean podman) throws IOException {
        try (TransferStream stream = new TransferStream(x)) {
            try {
                PushedImage pushed = api.transfers().push(request, listener(stream, podman));
                String tag = FamiliarName.version(pushed.name());
                stream.write(TransferMessageJson.line(
                        tag + ": digest: " + pushed.manifest().digest() + " size: "
                                + pushed.manifest().size(),
                        ""));
                stream.write(TransferMessageJson.pushed(tag, pushed));
            } catch (EngineException e) {
                if (stream.begun()) {
                    stream.write(TransferMessageJson.failed(e.message()));
                } else {
                    x.json(ErrorMapper.status(e, PUSH), RefusedTransferJson.of(e.message()));
                }
            } catch (RuntimeException | Error e) {
                stream.abandon(TransferMessageJson.failed(TransferStream.INTERNAL_ERROR));
                throw e;
            }
        }
    }

    private static TransferListener listener(TransferStream stream, boolean podman) {
        return step -> {
            switch (step) {
                case TransferProgress.Begun begun ->
                    stream.hold(TransferMessageJson.line(
                            "The push refers to repository [" + begun.name().repository() + "]", ""));
                case TransferProgress.Layer layer -> {
                    if (!podman) {
                        if (layer.step() == LayerStep.PREPARING) {
                            stream.hold(TransferMessageJson.layer(layer));
                        } else {
                            stream.write(TransferMessageJson.layer(layer));
                        }
                    }
                }
                case TransferProgress.Config config -> {
                    // docker's shape has no such line
                }
                case TransferProgress.Manifest manifest -> {
                    // nor such a one
                }
                case TransferProgress.Pulled pulled -> {
                    // nothing is pulled here
                }
            }
        };
    }

    /** A failure is a message only, and never 401: that would be about the client's own connection (behaviour.md 5). */
    private void login(ApiExchange x) {
        AuthConfigJson body = x.jsonBody(AuthConfigJson.class);
        try {
            api.logins().check(body.serverAddress().orElse(""), body.toDomain(), Optional.empty());
            x.json(200, LoginJson.SUCCEEDED);
        } catch (EngineException e) {
            x.json(ErrorMapper.status(e, AUTH), new MessageJson(e.message()));
        }
    }

    private void distribution(ApiExchange x) {
        ImageReference name = ImageReference.parse(x.path("name"), Home.DOCKER);
        x.json(200, DistributionJson.from(api.transfers().inspectRemote(name, RegistryRequests.access(x))));
    }
}
