package io.helipod.core.system;

/**
 * How thoroughly to check what is stored, and what to do about it.
 *
 * @param quick whether only presence and sizes are looked at, not every byte
 * @param repair whether what is damaged is made anew where that is possible, and images for which it is not are removed unless a container
 *     uses them
 * @param lossy whether damaged containers, and those of damaged images, are removed too; asks for repair
 */
public record CheckOptions(boolean quick, boolean repair, boolean lossy) {
    /** Whether anything may be changed. */
    public boolean repairs() {
        return repair || lossy;
    }
}
