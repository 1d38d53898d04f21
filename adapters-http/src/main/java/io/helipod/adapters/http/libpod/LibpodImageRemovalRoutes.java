package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.libpod.wire.RemovedImagesJson;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InUse;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.filter.Filters;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageRemoval;
import io.helipod.core.image.ImageSummary;
import io.helipod.core.image.Images;
import io.helipod.core.image.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Images taken away in podman's shape: one by one, or many with one report. */
public final class LibpodImageRemovalRoutes {
    private final Images images;
    private final Manifests manifests;

    public LibpodImageRemovalRoutes(Images images, Manifests manifests) {
        this.images = images;
        this.manifests = manifests;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.delete("/libpod/images/remove", this::removeMany);
        r.delete("/libpod/images/{name:.+}", this::removeOne);
    }

    private void removeOne(ApiExchange x) {
        try {
            ImageRemoval removal =
                    remove(x.name(), x.query().bool("force", false), x.query().bool("lookupManifest", false));
            x.json(200, new RemovedImagesJson(removal.deleted(), removal.untagged(), 0, List.of()));
        } catch (NotFound e) {
            if (!x.query().bool("ignore", false)) {
                throw e;
            }
            x.json(200, new RemovedImagesJson(List.of(), List.of(), 0, List.of()));
        }
    }

    private void removeMany(ApiExchange x) {
        boolean ignore = x.query().bool("ignore", false);
        boolean force = x.query().bool("force", false);
        List<String> names = x.query().bool("all", false)
                ? images.list(Filters.NONE).stream()
                        .flatMap(LibpodImageRemovalRoutes::names)
                        .toList()
                : x.query().list("images");
        Batch batch = new Batch();
        for (String name : names) {
            batch.remove(name, force, ignore, x.query().bool("lookupManifest", false));
        }
        x.json(200, new RemovedImagesJson(batch.deleted, batch.untagged, batch.exitCode, batch.errors));
    }

    /** A request that looks for manifest lists means nothing else. */
    private ImageRemoval remove(NameOrId name, boolean force, boolean list) {
        return list ? manifests.remove(name) : images.remove(name, force);
    }

    /** Every name of an image, as an image goes with its last; the id of one without. */
    private static Stream<String> names(ImageSummary summary) {
        List<String> names = summary.image().names();
        return names.isEmpty() ? Stream.of(summary.image().id().value()) : names.stream();
    }

    /** What was done so far; one failure does not stop the rest. */
    private final class Batch {
        private static final int NOT_THERE = 1;
        private static final int IN_USE = 2;
        private static final int OTHER = 125;
        private final List<String> deleted = new ArrayList<>();
        private final List<String> untagged = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private int exitCode;

        private void remove(String name, boolean force, boolean ignore, boolean list) {
            try {
                ImageRemoval removal = LibpodImageRemovalRoutes.this.remove(new NameOrId(name), force, list);
                deleted.addAll(removal.deleted());
                untagged.addAll(removal.untagged());
            } catch (NotFound e) {
                if (!ignore) {
                    failed(e, NOT_THERE);
                }
            } catch (InUse e) {
                failed(e, IN_USE);
            } catch (EngineException e) {
                failed(e, OTHER);
            }
        }

        private void failed(EngineException failure, int code) {
            errors.add(failure.message());
            exitCode = Math.max(exitCode, code);
        }
    }
}
