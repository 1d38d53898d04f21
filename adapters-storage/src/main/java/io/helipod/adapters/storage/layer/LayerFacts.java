package io.helipod.adapters.storage.layer;

import io.helipod.adapters.storage.linux.ByteText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is kept of a layer beside its files: a line "2 size hidesAll tarSize" ("1 size hidesAll" before that was kept), then the folders it only implies, each ended by a zero byte.
 *
 * @param size bytes of its regular files
 * @param hidesAll whether nothing of the layers below is to be seen
 * @param tarSize bytes of its uncompressed tar; empty when that was not kept
 * @param implied folders that the archive did not name, empty text for the root; byte text
 */
record LayerFacts(long size, boolean hidesAll, OptionalLong tarSize, Set<String> implied) {
    private static final String FILE = "info";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String line = tarSize.isPresent()
                ? "2 " + size + " " + hidesAll + " " + tarSize.getAsLong()
                : "1 " + size + " " + hidesAll;
        bytes.writeBytes((line + "\n").getBytes(StandardCharsets.US_ASCII));
        for (String each : implied) {
            bytes.writeBytes(ByteText.bytes(each));
            bytes.write(0);
        }
        return bytes.toByteArray();
    }

    static Path file(Path variant) {
        return variant.resolve(FILE);
    }

    static LayerFacts read(Path variant) throws IOException {
        byte[] bytes = Files.readAllBytes(file(variant));
        int line = 0;
        while (line < bytes.length && bytes[line] != '\n') {
            line++;
        }
        String[] words = ByteText.of(bytes, 0, line).split(" ", -1);
        boolean first = words.length == 3 && words[0].equals("1");
        boolean second = words.length == 4
                && words[0].equals("2")
                && NUMBER.matcher(words[3]).matches();
        if (!first && !second || !NUMBER.matcher(words[1]).matches()) {
            throw new IOException("cannot read " + file(variant));
        }
        Set<String> implied = new HashSet<>();
        int start = line + 1;
        for (int i = start; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                implied.add(ByteText.of(bytes, start, i));
                start = i + 1;
            }
        }
        return new LayerFacts(
                Long.parseLong(words[1]),
                Boolean.parseBoolean(words[2]),
                second ? OptionalLong.of(Long.parseLong(words[3])) : OptionalLong.empty(),
                implied);
    }
}
