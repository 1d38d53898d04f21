package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.error.ResourceType;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageTransfers;
import io.helipod.core.image.PullPolicy;
import io.helipod.core.image.PullRequest;
import io.helipod.core.stream.ProgressListener;
import java.util.Optional;

/** Pulls as far as that goes without a registry: an image that is here already. */
public final class LocalTransfers implements ImageTransfers {
    private final ImageLookup lookup;

    public LocalTransfers(ImageLookup lookup) {
        this.lookup = lookup;
    }

    @Override
    public ImageRecord pull(PullRequest request, ProgressListener progress) {
        Optional<ImageRecord> here = lookup.find(request.reference()).map(ImageLookup.Found::image);
        if (request.policy() == PullPolicy.NEVER) {
            return here.orElseThrow(
                    () -> new NotFound(ResourceType.IMAGE, request.reference().value()));
        }
        if (request.policy() == PullPolicy.MISSING && here.isPresent()) {
            return here.get();
        }
        throw new NotSupported("cannot pull " + request.reference() + ": registries are not supported yet");
    }
}
