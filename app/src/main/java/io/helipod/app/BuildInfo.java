package io.helipod.app;

import io.helipod.core.system.EngineVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;

/** What this build is; written by the build. */
final class BuildInfo {
    /** The release of the Libpod API that is served (behaviour.md 1). */
    private static final String LIBPOD_API = "5.8.2";

    private BuildInfo() {}

    /** The versions. */
    static EngineVersion version() {
        Properties build = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
            if (in == null) {
                throw new IllegalStateException("build.properties is not in the jar");
            }
            build.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new EngineVersion(
                build.getProperty("version", ""),
                LIBPOD_API,
                Instant.parse(build.getProperty("time", "1970-01-01T00:00:00Z")).getEpochSecond(),
                build.getProperty("commit", ""));
    }
}
