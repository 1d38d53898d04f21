package io.helipod.adapters.http.compat;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.shared.ImageSaves;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ArchiveFormat;
import io.helipod.core.image.ImageArchives;
import java.io.IOException;
import java.util.List;

/** Images saved as docker saves them. */
public final class CompatImageSaveRoutes {
    private final ImageArchives archives;

    public CompatImageSaveRoutes(ImageArchives archives) {
        this.archives = archives;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/images/get", this::saveMany);
        r.get("/images/{name:.+}/get", this::saveOne);
    }

    private void saveOne(ApiExchange x) throws IOException {
        save(x, List.of(x.name()));
    }

    private void saveMany(ApiExchange x) throws IOException {
        List<String> names = x.query().list("names");
        if (names.isEmpty()) {
            throw new InvalidArgument("no images to download");
        }
        save(x, names.stream().map(NameOrId::new).toList());
    }

    /** A name here has one platform at a time, so which is meant cannot be chosen. */
    private void save(ApiExchange x, List<NameOrId> images) throws IOException {
        if (x.query().nonEmpty("platform").isPresent()) {
            throw new NotSupported("platform: a name has one platform here");
        }
        ImageSaves.save(x, archives, images, ArchiveFormat.DOCKER_ARCHIVE, false);
    }
}
