package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.shared.HumanText;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.LayerTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws an image's layers as podman does: layers that lie on each other in one column, a branch for each of several that lie side by side. */
final class TreeText {
    private static final int SHORT = 12;
    private final StringBuilder text = new StringBuilder();

    private TreeText() {}

    static String of(LayerTree tree) {
        ImageRecord image = tree.image();
        TreeText drawn = new TreeText();
        drawn.text
                .append("Image ID: ")
                .append(image.id().shortened())
                .append("\nTags:     ")
                .append(goList(image.names()))
                .append("\nSize:     ")
                .append(HumanText.size(image.size()))
                .append(tree.layers().isEmpty() ? "\nNo Image Layers\n" : "\nImage Layers\n");
        drawn.draw(tree.layers(), "");
        return drawn.text.toString();
    }

    private static String goList(List<String> names) {
        return "[" + String.join(" ", names) + "]";
    }

    private void draw(List<LayerTree.Node> branches, String indent) {
        List<LayerTree.Node> column = new ArrayList<>();
        List<LayerTree.Node> here = branches;
        while (here.size() == 1) {
            column.add(here.getFirst());
            here = here.getFirst().above();
        }
        for (int i = 0; i < column.size(); i++) {
            line(column.get(i), indent, i == column.size() - 1 && here.isEmpty());
        }
        for (int i = 0; i < here.size(); i++) {
            boolean last = i == here.size() - 1;
            line(here.get(i), indent, last);
            draw(here.get(i).above(), indent + (last ? "    " : "│   "));
        }
    }

    private void line(LayerTree.Node layer, String indent, boolean last) {
        text.append(indent)
                .append(last ? "└── " : "├── ")
                .append("ID: ")
                .append(layer.diffId().hex(), 0, SHORT)
                .append(String.format(Locale.ROOT, " Size: %7s", HumanText.size(layer.size())));
        if (!layer.topOf().isEmpty()) {
            text.append(" Top Layer of: ").append(goList(layer.topOf()));
        }
        text.append('\n');
    }
}
