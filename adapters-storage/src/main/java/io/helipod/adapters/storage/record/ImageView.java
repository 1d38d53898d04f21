package io.helipod.adapters.storage.record;

import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.spi.storage.ImageStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The images of whatever index is current. */
record ImageView(Supplier<RecordIndex> current) implements ImageStore {
    @Override
    public Optional<ImageRecord> get(ImageId id) {
        return current.get().images().get(id);
    }

    @Override
    public Optional<ImageRecord> named(String name) {
        return current.get().images().named(name);
    }

    @Override
    public Optional<ImageRecord> withManifest(Digest digest) {
        return current.get().images().withManifest(digest.toString());
    }

    @Override
    public List<ImageRecord> withIdPrefix(String hex) {
        return current.get().images().withPrefix(hex);
    }

    @Override
    public List<ImageRecord> list() {
        return current.get().images().list();
    }
}
