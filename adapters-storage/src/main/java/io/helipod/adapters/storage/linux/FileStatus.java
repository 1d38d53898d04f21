package io.helipod.adapters.storage.linux;

/**
 * What statx(2) says of a file.
 *
 * @param mode type and permissions
 * @param inode its number on its file system
 * @param links how many names it has
 * @param seconds time of the last change of content, with {@code nanos}
 * @param deviceMajor of the device it stands for, with {@code deviceMinor}
 */
public record FileStatus(
        int mode,
        long inode,
        long links,
        long uid,
        long gid,
        long size,
        long seconds,
        int nanos,
        int deviceMajor,
        int deviceMinor) {
    private static final int TYPE = 0170000;

    /** What it is, such as {@link LinuxCalls#S_IFREG}. */
    public int type() {
        return mode & TYPE;
    }

    /** Whether it is a directory. */
    public boolean isDirectory() {
        return (mode & TYPE) == LinuxCalls.S_IFDIR;
    }

    /** Whether it is a regular file. */
    public boolean isRegular() {
        return (mode & TYPE) == LinuxCalls.S_IFREG;
    }

    /** Whether it is a symbolic link. */
    public boolean isLink() {
        return (mode & TYPE) == LinuxCalls.S_IFLNK;
    }

    /** Whether it is overlayfs's mark for "removed": a character device 0:0. */
    public boolean isWhiteout() {
        return (mode & TYPE) == LinuxCalls.S_IFCHR && deviceMajor == 0 && deviceMinor == 0;
    }

    /** Permissions with set-user-ID, set-group-ID and sticky. */
    public int permissions() {
        return mode & 07777;
    }
}
