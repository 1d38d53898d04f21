package io.helipod.core.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hand-written archives are what an independent tar reads. */
class TestImagesTest {
    @TempDir
    Path folder;

    @Test
    void tarReadsTheImageAndItsLayer() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/bin/tar")) && Files.isExecutable(Path.of("/bin/busybox")),
                "no tar or busybox");
        Path image = folder.resolve("image.tar");
        try (OutputStream out = Files.newOutputStream(image)) {
            TestImages.writeBusybox(out, "docker.io/library/busybox:latest");
        }
        List<String> names = list(image);
        assertEquals("manifest.json", names.getLast());
        Path layer = folder.resolve("layer.tar");
        Files.write(layer, TestImages.busyboxLayer());
        assertEquals(TestImages.hex(Files.readAllBytes(layer)) + "/layer.tar", names.getFirst());
        assertTrue(list(layer).containsAll(List.of("bin/busybox", "bin/sh", "bin/stty", "tmp/", "etc/passwd")));
    }

    private static List<String> list(Path tar) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/tar", "tf", tar.toString())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out.lines().toList();
    }
}
