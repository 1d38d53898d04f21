package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the end-to-end tests need; on CI its want fails the build, elsewhere the test says why it is skipped. */
final class Prerequisites {
    private Prerequisites() {}

    static void require(String... programs) {
        check("root".equals(System.getProperty("user.name")), "the end-to-end tests need root");
        for (String program : programs) {
            check(Command.installed(program), program + " is not installed");
        }
    }

    private static void check(boolean there, String reason) {
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(reason + ", and on CI that is a failure");
        }
        assumeTrue(there, reason);
    }
}
