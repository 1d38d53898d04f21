package io.helipod.adapters.http.shared;

/**
 * How much a container takes, in bytes.
 *
 * @param image its image's files; 0 when the image is gone
 * @param written the files it made or changed itself
 */
public record ContainerSize(long image, long written) {
    /** Its whole root file system. */
    public long rootFs() {
        return image + written;
    }
}
