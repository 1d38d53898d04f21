package io.helipod.core.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Small images made in memory. The busybox ones need the static {@code /bin/busybox} of the machine and hold it with links for its
 * commands, {@code /etc/passwd} and {@code /etc/group} (root, daemon, nobody, and {@code app} = 1000:1000), and a {@code /tmp} all may write.
 */
public final class TestImages {
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final String COMMANDS =
            "sh ash cat true false sleep echo printf stty env id ls ps kill head tail wc dd"
                    + " date hostname mount umount touch mkdir rm cp mv ln chmod chown grep sed awk seq sort tr cut test ["
                    + " pwd whoami uname sha256sum md5sum base64 stat df du find xargs tee yes od hexdump tty nproc which"
                    + " readlink nc wget ip ifconfig ping vi tar gzip gunzip sync timeout time usleep nice mknod mkfifo";
    private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private TestImages() {}

    /** Writes a docker-archive of one image with busybox; its command is {@code sh}. */
    public static void writeBusybox(OutputStream out, String name) throws IOException {
        byte[] layer = busyboxLayer();
        out.write(dockerArchive(config("{\"Env\":[\"" + PATH + "\"],\"Cmd\":[\"sh\"]}", layer), name, layer));
    }

    /** Writes an OCI archive of the same image. */
    public static void writeBusyboxOci(OutputStream out, String name) throws IOException {
        byte[] layer = busyboxLayer();
        out.write(ociArchive(config("{\"Env\":[\"" + PATH + "\"],\"Cmd\":[\"sh\"]}", layer), name, layer));
    }

    /** The root file system of these images, an uncompressed tar. */
    public static byte[] busyboxLayer() throws IOException {
        TestTar tar = new TestTar();
        for (String directory : "bin dev etc home proc root run sys usr usr/bin var".split(" ")) {
            tar.directory(directory + "/", 0755);
        }
        tar.directory("tmp/", 01777).directory("home/app/", 0755);
        tar.file("bin/busybox", 0755, Files.readAllBytes(BUSYBOX));
        for (String command : COMMANDS.split(" ")) {
            tar.symlink("bin/" + command, "busybox");
        }
        tar.file(
                "etc/passwd",
                "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/:/bin/false\n"
                        + "app:x:1000:1000:app:/home/app:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n");
        tar.file("etc/group", "root:x:0:\ndaemon:x:1:\napp:x:1000:\nextra:x:2000:app\nnogroup:x:65534:\n");
        return tar.bytes();
    }

    /**
     * A config document for uncompressed layers.
     *
     * @param config JSON of its "config" object
     */
    public static byte[] config(String config, byte[]... layers) {
        StringBuilder diffIds = new StringBuilder();
        for (byte[] layer : layers) {
            diffIds.append(diffIds.isEmpty() ? "" : ",").append("\"sha256:" + hex(layer) + "\"");
        }
        return utf8(
                "{\"architecture\":\"" + architecture() + "\",\"os\":\"linux\",\"created\":\"2023-11-14T22:13:20Z\","
                        + "\"config\":" + config + ",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + diffIds + "]},"
                        + "\"history\":[{\"created\":\"2023-11-14T22:13:20Z\",\"created_by\":\"made for a test\"}]}");
    }

    /** A docker-archive as {@code docker save} wrote it before version 25, the manifest last. */
    public static byte[] dockerArchive(byte[] config, String name, byte[]... layers) {
        TestTar tar = new TestTar();
        StringBuilder paths = new StringBuilder();
        for (byte[] layer : layers) {
            String path = hex(layer) + "/layer.tar";
            tar.file(path, layer);
            paths.append(paths.isEmpty() ? "" : ",").append("\"" + path + "\"");
        }
        tar.file(hex(config) + ".json", config);
        tar.file(
                "manifest.json",
                "[{\"Config\":\"" + hex(config) + ".json\",\"RepoTags\":[\"" + name + "\"],\"Layers\":[" + paths
                        + "]}]");
        return tar.bytes();
    }

    /** An OCI layout in a tar, its index last. */
    public static byte[] ociArchive(byte[] config, String name, byte[]... layers) {
        TestTar tar = new TestTar().file("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}");
        StringBuilder descriptors = new StringBuilder();
        for (byte[] layer : layers) {
            tar.file("blobs/sha256/" + hex(layer), layer);
            descriptors
                    .append(descriptors.isEmpty() ? "" : ",")
                    .append(descriptor("application/vnd.oci.image.layer.v1.tar", layer, ""));
        }
        byte[] manifest =
                utf8("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":"
                        + descriptor("application/vnd.oci.image.config.v1+json", config, "") + ",\"layers\":["
                        + descriptors + "]}");
        tar.file("blobs/sha256/" + hex(config), config).file("blobs/sha256/" + hex(manifest), manifest);
        String named = ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"" + name + "\"}";
        tar.file(
                "index.json",
                "{\"schemaVersion\":2,\"manifests\":["
                        + descriptor("application/vnd.oci.image.manifest.v1+json", manifest, named) + "]}");
        return tar.bytes();
    }

    /**
     * JSON of a descriptor.
     *
     * @param more further fields, beginning with a comma
     */
    public static String descriptor(String mediaType, byte[] blob, String more) {
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"sha256:" + hex(blob) + "\",\"size\":" + blob.length
                + more + "}";
    }

    /** SHA-256 in lower-case digits. */
    public static String hex(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static String architecture() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return arch.equals("aarch64") ? "arm64" : arch.equals("x86_64") ? "amd64" : arch;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
