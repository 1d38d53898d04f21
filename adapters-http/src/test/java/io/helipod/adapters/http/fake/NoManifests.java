package io.helipod.adapters.http.fake;

import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageIndex;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageRemoval;
import io.helipod.core.image.IndexEdit;
import io.helipod.core.image.Manifests;
import io.helipod.core.image.TransferListener;
import io.helipod.core.registry.RegistryAccess;
import java.util.List;

/** There is no manifest list, and none can be made. */
final class NoManifests implements Manifests {
    private static NotFound missing(NameOrId list) {
        return new NotFound(ResourceType.IMAGE, list.value());
    }

    @Override
    public ImageId create(ImageReference name, List<String> images, boolean all, boolean amend, IndexEdit edit) {
        throw new Unavailable("no manifest lists in this fake");
    }

    @Override
    public boolean exists(NameOrId list) {
        return false;
    }

    @Override
    public ImageIndex inspect(NameOrId list, RegistryAccess access) {
        throw missing(list);
    }

    @Override
    public ImageId add(NameOrId list, List<String> images, boolean all, IndexEdit edit, RegistryAccess access) {
        throw missing(list);
    }

    @Override
    public ImageId annotate(NameOrId list, String instance, IndexEdit edit) {
        throw missing(list);
    }

    @Override
    public ImageId annotate(NameOrId list, IndexEdit edit) {
        throw missing(list);
    }

    @Override
    public ImageId removeInstance(NameOrId list, Digest instance) {
        throw missing(list);
    }

    @Override
    public ImageRemoval remove(NameOrId list) {
        throw missing(list);
    }

    @Override
    public Digest push(
            NameOrId list, ImageReference destination, boolean all, RegistryAccess access, TransferListener progress) {
        throw missing(list);
    }
}
