package io.helipod.adapters.storage.layer;

import io.helipod.core.id.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Layers on top of each other, ready to be mounted.
 *
 * @param id the chain id (OCI image spec, config.md "Layer ChainID"), hexadecimal
 * @param folder what is kept of the chain
 * @param lower the folders to mount, the top one first
 * @param mode of the root folder, with {@code uid} and {@code gid}
 */
record Chain(String id, Path folder, List<Path> lower, int mode, int uid, int gid) {
    /** Overlayfs takes no more (fs/overlayfs/params.h, OVL_MAX_STACK). */
    static final int MOST_LOWER = 500;

    Chain {
        lower = List.copyOf(lower);
    }

    /** A short link to each lower folder lies here, named by its place in {@link #lower}. */
    Path links() {
        return folder.resolve("l");
    }

    /** The id of the chain of these layers, lowest first. */
    static String id(List<Digest> diffIds) {
        MessageDigest hash;
        try {
            hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        if (diffIds.isEmpty()) {
            return HexFormat.of().formatHex(hash.digest());
        }
        String id = diffIds.getFirst().hex();
        for (Digest each : diffIds.subList(1, diffIds.size())) {
            String pair = "sha256:" + id + " " + each;
            id = HexFormat.of().formatHex(hash.digest(pair.getBytes(StandardCharsets.US_ASCII)));
        }
        return id;
    }
}
