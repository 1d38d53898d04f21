package io.helipod.adapters.storage.linux;

import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.error.EngineException.StorageFailed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The system calls we make, with their numbers on x86-64 and in the generic table that arm64 uses (asm/unistd.h). */
enum Call {
    READ(0, 63),
    CLOSE(3, 57),
    PREAD64(17, 67),
    PWRITE64(18, 68),
    IOCTL(16, 29),
    SENDFILE(40, 71),
    CHDIR(80, 49),
    GETDENTS64(217, 61),
    FTRUNCATE(77, 46),
    FCHMOD(91, 52),
    FCHOWN(93, 55),
    UTIMENSAT(280, 88),
    MKDIRAT(258, 34),
    MKNODAT(259, 33),
    FCHOWNAT(260, 54),
    UNLINKAT(263, 35),
    LINKAT(265, 37),
    SYMLINKAT(266, 36),
    READLINKAT(267, 78),
    RENAMEAT2(316, 276),
    FCHMODAT(268, 53),
    LSETXATTR(189, 6),
    FSETXATTR(190, 7),
    FGETXATTR(193, 10),
    FLISTXATTR(196, 13),
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    SYNCFS(306, 267),
    SYNC_FILE_RANGE(277, 84),
    UNSHARE(272, 97),
    STATX(332, 291),
    OPENAT2(437, 437);

    /** Whether this machine uses the generic table, and arm64's flags of open. */
    static final boolean GENERIC = isArm64();

    private final int x86;
    private final int generic;

    Call(int x86, int generic) {
        this.x86 = x86;
        this.generic = generic;
    }

    long number() {
        return GENERIC ? generic : x86;
    }

    /** From the machine field of our own program file (elf(5)), which says what we really run as. */
    private static boolean isArm64() {
        try (InputStream program = Files.newInputStream(Path.of("/proc/self/exe"))) {
            byte[] head = program.readNBytes(20);
            int machine = head.length < 20 ? 0 : (head[18] & 0xff) | (head[19] & 0xff) << 8;
            return switch (machine) {
                case 62 -> false;
                case 183 -> true;
                default -> throw new NotSupported("layers cannot be unpacked on ELF machine " + machine);
            };
        } catch (IOException e) {
            throw new StorageFailed("cannot read /proc/self/exe: " + e.getMessage(), e);
        }
    }
}
