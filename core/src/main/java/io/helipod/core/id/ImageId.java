package io.helipod.core.id;

import io.helipod.core.error.EngineException.InvalidArgument;

/**
 * An image's id: the SHA-256 of its config document, 64 lower-case hex digits without prefix.
 *
 * @param value the digits
 */
public record ImageId(String value) {
    public ImageId {
        if (!Hex.isHex(value, 64)) {
            throw new InvalidArgument("image id is not 64 hex digits: " + value);
        }
    }

    /** The id as the digest of the config document. */
    public Digest digest() {
        return new Digest("sha256", value);
    }

    /** The first twelve digits. */
    public String shortened() {
        return value.substring(0, 12);
    }

    @Override
    public String toString() {
        return value;
    }
}
