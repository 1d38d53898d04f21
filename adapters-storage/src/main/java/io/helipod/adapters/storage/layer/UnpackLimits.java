package io.helipod.adapters.storage.layer;

import io.helipod.core.error.EngineException.InvalidArgument;

/**
 * How much one layer may ask for; archives come from outside.
 *
 * @param entries most entries
 * @param bytes most bytes of the uncompressed archive
 * @param ratio most uncompressed bytes for one byte of blob, judged once {@link #RATIO_FROM} bytes came; gzip cannot exceed 1032
 * @param reserve bytes of the disk that unpacking leaves free
 */
public record UnpackLimits(long entries, long bytes, long ratio, long reserve) {
    /** Small archives may be as empty as they like. */
    public static final long RATIO_FROM = 256L << 20;

    /** Two million entries, a tebibyte, 1200 to one, 256 MiB left free. */
    public static final UnpackLimits DEFAULT = new UnpackLimits(2_000_000, 1L << 40, 1200, 256L << 20);

    /** All at least one. */
    public UnpackLimits {
        if (entries < 1 || bytes < 1 || ratio < 1 || reserve < 0) {
            throw new InvalidArgument("limits of unpacking must be positive");
        }
    }
}
