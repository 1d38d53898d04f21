package io.helipod.core.image;

import io.helipod.core.id.Digest;

/** How a pull or a push gets on. */
public sealed interface TransferProgress {
    /** This name is being asked for, or pushed to. */
    record Begun(ImageReference name) implements TransferProgress {}

    /**
     * A layer has got there.
     *
     * @param blob the layer's
     * @param current bytes so far; 0 where that says nothing
     * @param total bytes of the blob
     */
    record Layer(Digest blob, LayerStep step, long current, long total) implements TransferProgress {}

    /** The image's config document is being copied. */
    record Config(Digest blob) implements TransferProgress {}

    /** The manifest is being copied: the last step. */
    record Manifest(Digest digest) implements TransferProgress {}

    /** A pull of this name has ended well. */
    record Pulled(PulledImage image) implements TransferProgress {}

    /** What happens to a layer, in the order of its life. */
    enum LayerStep {
        /** It will have to come. */
        WAITING,
        /** It is here already. */
        PRESENT,
        DOWNLOADING,
        /** All bytes are here. */
        DOWNLOADED,
        UNPACKING,
        /** It can be used. */
        PULLED,
        /** It will have to go, unless the registry has it. */
        PREPARING,
        PUSHING,
        PUSHED,
        /** The registry has it already. */
        REMOTE,
        /** The registry has it in another repository. */
        MOUNTED
    }
}
