package io.helipod.core.id;

/** Source of fresh ids; thread-safe. Injected, so that tests need not guess. */
@FunctionalInterface
public interface IdGenerator {
    /** 64 random lower-case hex digits, never handed out before. */
    String next();

    /** Ids from the platform's secure random source. */
    static IdGenerator random() {
        java.security.SecureRandom source = new java.security.SecureRandom();
        return () -> {
            byte[] bytes = new byte[32];
            source.nextBytes(bytes);
            return Hex.of(bytes);
        };
    }
}
