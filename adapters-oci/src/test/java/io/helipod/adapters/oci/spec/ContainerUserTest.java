package io.helipod.adapters.oci.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ContainerUserTest {
    @TempDir
    private Path folder;

    private Path root;
    private Path passwd;

    @BeforeEach
    void makeRoot() throws IOException {
        root = folder.resolve("root");
        Files.createDirectories(root.resolve("etc"));
        passwd = root.resolve("etc/passwd");
        Files.writeString(
                passwd,
                "# comment\nroot:x:0:0:root:/root:/bin/sh\napp:x:1000:1001::/home/app:\nodd:x:many:1::/:\n"
                        + "bare:x:7:8:::\n12:x:500:501::/twelve:\n");
        Files.writeString(
                root.resolve("etc/group"),
                "root:x:0:\nwheel:x:10:root,app\nappgroup:x:1001:app\nbroken\nextra:x:2000:other,app\n");
    }

    private ContainerUser user(String text, String... extra) {
        return ContainerUser.resolve(root, text, List.of(extra));
    }

    @Test
    void namesAndNumbersAreLookedUp() {
        ContainerUser app = new ContainerUser(1000, 1001, List.of(10L, 2000L), "/home/app");
        assertEquals(app, user("app"));
        assertEquals(app, user("1000"));
        assertEquals(new ContainerUser(0, 0, List.of(10L), "/root"), user(""));
        assertEquals(new ContainerUser(0, 0, List.of(10L), "/root"), user("root"));
        assertEquals(new ContainerUser(7, 8, List.of(), "/"), user("bare"));
    }

    @Test
    void aNameMadeOfDigitsIsANameFirst() {
        assertEquals(500, user("12").uid());
    }

    @Test
    void aGroupThatIsGivenReplacesAllOthers() {
        assertEquals(new ContainerUser(1000, 10, List.of(), "/home/app"), user("app:wheel"));
        assertEquals(new ContainerUser(1000, 77, List.of(), "/home/app"), user("app:77"));
        assertEquals(new ContainerUser(0, 10, List.of(), "/root"), user(":wheel"));
    }

    @Test
    void furtherGroupsComeOnTop() {
        assertEquals(
                List.of(10L, 2000L, 44L), user("app", "44", "extra", "1001").groups());
    }

    @Test
    void numbersNeedNoEntryButNamesDo() throws IOException {
        assertEquals(new ContainerUser(4321, 0, List.of(), "/"), user("4321"));
        assertEquals(new ContainerUser(4321, 5, List.of(), "/"), user("4321:5"));
        for (String text : List.of("nobody", "odd", "4294967295", "-1", "99999999999", "app:nogroup", "app:", ":x")) {
            if (!text.equals("app:")) {
                assertThrows(InvalidArgument.class, () -> user(text), text);
            }
        }
        assertThrows(InvalidArgument.class, () -> user("app", "nogroup"));
        Files.delete(passwd);
        Files.delete(root.resolve("etc/group"));
        assertEquals(new ContainerUser(0, 0, List.of(), "/"), user(""));
        assertEquals(new ContainerUser(5, 6, List.of(), "/"), user("5:6"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../secret", "/../../../secret", "../../../../../../../../../../proc/self/root/etc/passwd"})
    void aLinkOutOfTheRootLeadsNowhere(String target) throws IOException {
        Files.writeString(folder.resolve("secret"), "app:x:666:666::/:\n");
        Files.delete(passwd);
        Files.createSymbolicLink(passwd, Path.of(target));
        assertThrows(InvalidArgument.class, () -> user("app"));
        assertThrows(InvalidArgument.class, () -> user("daemon"));
    }

    @Test
    void anAbsoluteLinkIsOneInsideTheRoot() throws IOException {
        Files.move(passwd, root.resolve("users"));
        Files.createSymbolicLink(passwd, Path.of("/users"));
        assertEquals(1000, user("app").uid());
    }

    @Test
    void linksInACircleAreNoFile() throws IOException {
        Files.delete(passwd);
        Files.createSymbolicLink(passwd, Path.of("passwd"));
        assertThrows(InvalidArgument.class, () -> user("app"));
    }

    @Test
    void whatIsNoFileIsRefusedAtOnce() throws Exception {
        Files.delete(passwd);
        Process mkfifo = new ProcessBuilder("/usr/bin/mkfifo", passwd.toString()).start();
        assertTrue(mkfifo.waitFor(10, TimeUnit.SECONDS));
        assertEquals("/etc/passwd of the image is not a regular file", message("app"));
        Files.delete(passwd);
        Files.createDirectory(passwd);
        assertEquals("/etc/passwd of the image is not a regular file", message("app"));
    }

    @Test
    void numbersDoWithoutFilesThatCannotBeRead() throws IOException {
        Files.delete(passwd);
        Files.createDirectory(passwd);
        Files.delete(root.resolve("etc/group"));
        Files.createDirectory(root.resolve("etc/group"));
        assertEquals(new ContainerUser(0, 0, List.of(), "/"), user(""));
        assertEquals(new ContainerUser(0, 0, List.of(44L), "/"), user("0", "44"));
        assertEquals(new ContainerUser(5, 6, List.of(), "/"), user("5:6"));
        assertEquals("/etc/group of the image is not a regular file", message("5:app"));
        assertThrows(InvalidArgument.class, () -> user("0", "media"));
        assertThrows(InvalidArgument.class, () -> user("root"));
    }

    /** runc would open it, and wait for somebody who writes. */
    @Test
    void whatMakesItsReaderWaitIsRefusedForNumbersToo() throws Exception {
        Files.delete(passwd);
        Process mkfifo = new ProcessBuilder("/usr/bin/mkfifo", passwd.toString()).start();
        assertTrue(mkfifo.waitFor(10, TimeUnit.SECONDS));
        assertEquals("/etc/passwd of the image is not a regular file", message("0"));
    }

    private String message(String user) {
        return assertThrows(InvalidArgument.class, () -> user(user)).message();
    }

    @Test
    void aHugeFileIsRefused() throws IOException {
        Files.writeString(passwd, "x:x:1:1::/:\n".repeat(200_000));
        assertEquals("/etc/passwd of the image is larger than 1048576 bytes", message("app"));
    }

    @Test
    void bytesThatAreNoTextDoNoHarm() throws IOException {
        Files.write(
                passwd, new byte[] {(byte) 0xff, 0, ':', '\n', 'a', ':', 'x', ':', '9', ':', '9', ':', ':', '/', ':'});
        assertEquals(9, user("a").uid());
    }
}
