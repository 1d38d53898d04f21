package io.helipod.adapters.storage.linux;

import java.io.IOException;

/** A system call failed. */
public final class LinuxError extends IOException {
    private static final long serialVersionUID = 1L;
    private final int errno;

    /** @param what the call and its object */
    public LinuxError(int errno, String what) {
        super(what + ": " + text(errno));
        this.errno = errno;
    }

    /** The kernel's number; see {@link Errno}. */
    public int errno() {
        return errno;
    }

    private static String text(int errno) {
        return switch (errno) {
            case Errno.EPERM -> "operation not permitted";
            case Errno.ENOENT -> "no such file or directory";
            case Errno.EACCES -> "permission denied";
            case Errno.EBUSY -> "device or resource busy";
            case Errno.EEXIST -> "file exists";
            case Errno.ENOTDIR -> "not a directory";
            case Errno.EINVAL -> "invalid argument";
            case Errno.EFBIG -> "file too large";
            case Errno.ENOSPC -> "no space left on device";
            case Errno.EROFS -> "read-only file system";
            case Errno.EMLINK -> "too many links";
            case Errno.ENAMETOOLONG -> "file name too long";
            case Errno.ELOOP -> "too many levels of symbolic links";
            case Errno.EDQUOT -> "disk quota exceeded";
            default -> "error " + errno;
        };
    }
}
