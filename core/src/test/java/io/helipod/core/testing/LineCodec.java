package io.helipod.core.testing;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageFormat;
import io.helipod.core.image.ImageIndex;
import io.helipod.core.image.ManifestDocument;
import io.helipod.core.image.Platform;
import io.helipod.core.spi.image.ImageCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Documents as lines: a config's are its platform, if it is not the usual one, and diff ids; a manifest's and an index's are
 * {@code ROLE TYPE DIGEST SIZE [PLATFORM]}.
 */
public final class LineCodec implements ImageCodec {
    public static final String MANIFEST = "lines/manifest";
    public static final String INDEX = "lines/index";

    private volatile Consumer<ImageDocument> onWrite = document -> {};

    /** What looks at a document before most of it is lost. */
    public void onWrite(Consumer<ImageDocument> what) {
        onWrite = what;
    }

    private static List<String> lines(byte[] text) {
        return new String(text, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Override
    public ImageDocument readConfig(byte[] json) {
        List<String> lines = lines(json);
        boolean foreign = !lines.isEmpty() && lines.getFirst().startsWith("platform ");
        Platform platform = foreign
                ? Platform.parse(lines.getFirst().substring("platform ".length()), TestEngine.PLATFORM)
                : TestEngine.PLATFORM;
        List<Digest> diffIds =
                lines.stream().skip(foreign ? 1 : 0).map(Digest::parse).toList();
        return new ImageDocument(Optional.empty(), "", "", platform, "", ImageConfig.EMPTY, diffIds, List.of());
    }

    @Override
    public byte[] writeConfig(ImageDocument document) {
        onWrite.accept(document);
        StringBuilder lines = new StringBuilder();
        document.diffIds().forEach(id -> lines.append(id).append('\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] writeConfig(ImageDocument document, byte[] parent) {
        return writeConfig(document);
    }

    @Override
    public byte[] writeManifest(ImageFormat format, Descriptor config, List<Descriptor> layers) {
        return writeManifest(config, layers);
    }

    @Override
    public List<Descriptor> layersIn(ImageFormat format, List<Descriptor> layers) {
        return layers.stream()
                .map(layer -> new Descriptor(layerMediaType(format), layer.digest(), layer.size()))
                .toList();
    }

    @Override
    public String manifestMediaType(ImageFormat format) {
        return MANIFEST;
    }

    @Override
    public String configMediaType(ImageFormat format) {
        return configMediaType();
    }

    @Override
    public String layerMediaType(ImageFormat format) {
        return "lines/layer." + format.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public ManifestDocument readManifest(byte[] json, String mediaType) {
        List<String[]> lines = lines(json).stream().map(line -> line.split(" ")).toList();
        boolean index = lines.getFirst()[0].equals("entry");
        if (!mediaType.isEmpty() && !mediaType.equals(index ? INDEX : MANIFEST)) {
            throw new InvalidArgument("the manifest contradicts its media type " + mediaType);
        }
        if (index) {
            return new ManifestDocument.Index(
                    INDEX,
                    lines.stream()
                            .map(line -> new ManifestDocument.Entry(
                                    descriptor(line), Optional.of(Platform.parse(line[4], TestEngine.PLATFORM))))
                            .toList());
        }
        return new ManifestDocument.Image(
                MANIFEST,
                descriptor(lines.getFirst()),
                lines.stream().skip(1).map(LineCodec::descriptor).toList());
    }

    @Override
    public ImageIndex readIndex(byte[] json, String mediaType) {
        List<String> lines = lines(json);
        boolean index = lines.isEmpty()
                || lines.stream().allMatch(line -> line.startsWith("entry ") || line.startsWith("note "));
        if (!index || !mediaType.isEmpty() && !mediaType.equals(INDEX)) {
            throw new InvalidArgument("it is no manifest list but the manifest of one image");
        }
        Map<String, String> notes = new TreeMap<>();
        List<ImageIndex.Instance> instances = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (words[0].equals("note")) {
                notes.put(words[1], words[2]);
            } else {
                Map<String, String> own = new TreeMap<>();
                for (int i = 5; i < words.length; i++) {
                    own.put(words[i].split("=")[0], words[i].split("=")[1]);
                }
                instances.add(new ImageIndex.Instance(
                        descriptor(words),
                        ImageIndex.Target.of(Platform.parse(words[4], TestEngine.PLATFORM)),
                        own,
                        ""));
            }
        }
        return new ImageIndex(INDEX, "", instances, Optional.empty(), notes);
    }

    /** What this format has no line for is lost. */
    @Override
    public byte[] writeIndex(ImageIndex index) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(index.annotations()).forEach((key, value) -> lines.append("note " + key + " " + value + "\n"));
        for (ImageIndex.Instance one : index.instances()) {
            lines.append(line("entry", one.manifest()).strip() + " "
                    + one.platform().platform().orElse(TestEngine.PLATFORM));
            new TreeMap<>(one.annotations()).forEach((key, value) -> lines.append(" " + key + "=" + value));
            lines.append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Descriptor descriptor(String[] line) {
        return new Descriptor(line[1], Digest.parse(line[2]), Long.parseLong(line[3]));
    }

    @Override
    public byte[] replaceLayers(byte[] json, List<Descriptor> layers) {
        return writeManifest(((ManifestDocument.Image) readManifest(json, MANIFEST)).config(), layers);
    }

    @Override
    public byte[] writeManifest(Descriptor config, List<Descriptor> layers) {
        StringBuilder lines = new StringBuilder(line("config", config));
        layers.forEach(layer -> lines.append(line("layer", layer)));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A line of an index. */
    public static String entry(Descriptor manifest, String platform) {
        return line("entry", manifest).strip() + " " + platform + "\n";
    }

    private static String line(String role, Descriptor descriptor) {
        return role + " " + descriptor.mediaType() + " " + descriptor.digest() + " " + descriptor.size() + "\n";
    }

    /** These lines are everybody's words. */
    @Override
    public byte[] translate(byte[] json, ImageFormat format) {
        return json;
    }

    @Override
    public String manifestMediaType() {
        return MANIFEST;
    }

    @Override
    public String configMediaType() {
        return "lines/config";
    }

    @Override
    public ImageConfig applyChanges(ImageConfig config, List<String> changes) {
        if (changes.stream().anyMatch(change -> !change.startsWith("USER "))) {
            throw new InvalidArgument("only USER in this fake");
        }
        String user = changes.isEmpty() ? config.user() : changes.getLast().substring("USER ".length());
        return new ImageConfig(
                user,
                config.exposedPorts(),
                config.env(),
                config.entrypoint(),
                config.command(),
                config.volumes(),
                config.workingDir(),
                config.labels(),
                config.stopSignal());
    }
}
