package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.error.ErrorMapper;
import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.shared.ImageSaves;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ArchiveFormat;
import io.helipod.core.image.ImageArchives;
import io.helipod.core.image.Images;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Images saved as podman saves them. */
public final class LibpodImageSaveRoutes {
    private final ImageArchives archives;
    private final Images images;

    public LibpodImageSaveRoutes(ImageArchives archives, Images images) {
        this.archives = archives;
        this.images = images;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/libpod/images/export", this::saveMany);
        r.get("/libpod/images/{name:.+}/get", this::saveOne);
    }

    private void saveOne(ApiExchange x) throws IOException {
        boolean compress = x.query().bool("compress", false);
        if (!images.exists(x.name())) {
            throw new NotFound(ResourceType.IMAGE, x.name().value());
        }
        save(x, List.of(x.name()), compress);
    }

    /** Uncompressed layers go into OCI layouts as they are, whether that is accepted or not: asking for it changes nothing. */
    private void saveMany(ApiExchange x) throws IOException {
        boolean compress = x.query().bool("compress", false);
        boolean unused = x.query().bool("ociAcceptUncompressedLayers", false);
        List<String> references = x.query().list("references");
        if (references.isEmpty()) {
            throw new InvalidArgument("no references");
        }
        save(x, references.stream().map(NameOrId::new).toList(), compress);
    }

    private void save(ApiExchange x, List<NameOrId> names, boolean compress) throws IOException {
        String word = x.query().nonEmpty("format").orElse(ArchiveFormat.OCI_ARCHIVE.word());
        Optional<ArchiveFormat> format = Arrays.stream(ArchiveFormat.values())
                .filter(one -> one.word().equals(word))
                .findFirst();
        if (format.isEmpty()) {
            ErrorMapper.Refusal refusal = ErrorMapper.unknownFormat(word);
            x.json(refusal.status(), refusal.body());
            return;
        }
        ImageSaves.save(x, archives, names, format.get(), compress);
    }
}
