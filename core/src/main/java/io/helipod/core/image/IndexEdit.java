package io.helipod.core.image;

import io.helipod.core.id.NameOrId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a manifest list is to say anew. What is empty stays as it is; annotations are added.
 *
 * @param target of the instance
 * @param annotations of the instance
 * @param indexAnnotations of the list
 * @param subject of the list: the manifest of an image that is here
 */
public record IndexEdit(
        ImageIndex.Target target,
        Map<String, String> annotations,
        Map<String, String> indexAnnotations,
        Optional<NameOrId> subject) {
    /** Changes nothing. */
    public static final IndexEdit NONE = new IndexEdit(ImageIndex.Target.UNKNOWN, Map.of(), Map.of(), Optional.empty());

    public IndexEdit {
        annotations = Map.copyOf(annotations);
        indexAnnotations = Map.copyOf(indexAnnotations);
    }

    /** Only annotations of the list. */
    public static IndexEdit ofIndex(Map<String, String> annotations) {
        return new IndexEdit(ImageIndex.Target.UNKNOWN, Map.of(), annotations, Optional.empty());
    }

    /** Whether it says anything of one instance. */
    public boolean concernsInstance() {
        return !target.equals(ImageIndex.Target.UNKNOWN) || !annotations.isEmpty();
    }

    /** Whether it says anything of the list as a whole. */
    public boolean concernsIndex() {
        return !indexAnnotations.isEmpty() || subject.isPresent();
    }

    /** The instance as it is to be. */
    public ImageIndex.Instance applied(ImageIndex.Instance instance) {
        ImageIndex.Target old = instance.platform();
        Map<String, String> all = new LinkedHashMap<>(instance.annotations());
        all.putAll(annotations);
        return new ImageIndex.Instance(
                instance.manifest(),
                new ImageIndex.Target(
                        either(target.os(), old.os()),
                        either(target.architecture(), old.architecture()),
                        either(target.variant(), old.variant()),
                        either(target.osVersion(), old.osVersion()),
                        either(target.osFeatures(), old.osFeatures()),
                        either(target.features(), old.features())),
                all,
                instance.artifactType());
    }

    private static String either(String first, String second) {
        return first.isEmpty() ? second : first;
    }

    private static List<String> either(List<String> first, List<String> second) {
        return first.isEmpty() ? second : first;
    }
}
