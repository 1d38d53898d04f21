package io.helipod.core.id;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A content digest, {@code algorithm:hex} (OCI image spec, descriptor.md "Digests"). Only sha256 and sha512 exist here, and
 * the grammar is checked before a digest is ever used as a path or in a URL.
 *
 * @param algorithm {@code sha256} or {@code sha512}
 * @param hex lower-case digits, as many as the algorithm yields
 */
public record Digest(String algorithm, String hex) {
    public Digest {
        int digits = switch (algorithm) {
            case "sha256" -> 64;
            case "sha512" -> 128;
            default -> throw new InvalidArgument("unsupported digest algorithm " + algorithm);
        };
        if (!Hex.isHex(hex, digits)) {
            throw new InvalidArgument("invalid " + algorithm + " digest " + hex);
        }
    }

    /** Reads {@code sha256:<hex>}. */
    public static Digest parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new InvalidArgument("invalid digest " + text);
        }
        return new Digest(text.substring(0, colon), text.substring(colon + 1));
    }

    /** A SHA-256 digest from the bytes of the hash. */
    public static Digest sha256(byte[] hash) {
        return new Digest("sha256", Hex.of(hash));
    }

    /** Whether these bytes have this digest. */
    public boolean isOf(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256")
                    .digest(bytes);
            return Hex.of(hash).equals(hex);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256 and SHA-512", e);
        }
    }

    /** The SHA-256 of some bytes. */
    public static Digest ofBytes(byte[] bytes) {
        try {
            return sha256(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
