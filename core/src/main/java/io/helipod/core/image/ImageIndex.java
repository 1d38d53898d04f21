package io.helipod.core.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest list: images for several platforms under one name (OCI image index; Docker manifest list).
 *
 * @param mediaType as the document has it; what is written anew gets the one that can hold its content
 * @param artifactType empty for none
 * @param subject what the list says something about
 */
public record ImageIndex(
        String mediaType,
        String artifactType,
        List<Instance> instances,
        Optional<Descriptor> subject,
        Map<String, String> annotations) {
    /** An empty one. */
    public static final ImageIndex EMPTY = new ImageIndex("", "", List.of(), Optional.empty(), Map.of());

    public ImageIndex {
        instances = List.copyOf(instances);
        annotations = Map.copyOf(annotations);
    }

    /** The same with other instances. */
    public ImageIndex withInstances(List<Instance> other) {
        return new ImageIndex(mediaType, artifactType, other, subject, annotations);
    }

    /**
     * One of the images.
     *
     * @param artifactType empty for none
     */
    public record Instance(Descriptor manifest, Target platform, Map<String, String> annotations, String artifactType) {
        public Instance {
            annotations = Map.copyOf(annotations);
        }
    }

    /**
     * What an instance runs on, as far as the list says it; texts are empty and lists too where it does not.
     *
     * @param features of the processor, which Docker's lists alone know
     */
    public record Target(
            String os,
            String architecture,
            String variant,
            String osVersion,
            List<String> osFeatures,
            List<String> features) {
        /** Nothing is said. */
        public static final Target UNKNOWN = new Target("", "", "", "", List.of(), List.of());

        public Target {
            osFeatures = List.copyOf(osFeatures);
            features = List.copyOf(features);
        }

        /** What a platform says. */
        public static Target of(Platform platform) {
            return new Target(platform.os(), platform.architecture(), platform.variant(), "", List.of(), List.of());
        }

        /** As a platform, if there is one. */
        public Optional<Platform> platform() {
            return os.isEmpty() ? Optional.empty() : Optional.of(new Platform(os, architecture, variant));
        }
    }
}
