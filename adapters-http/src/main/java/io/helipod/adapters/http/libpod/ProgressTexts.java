package io.helipod.adapters.http.libpod;

import io.helipod.core.image.TransferListener;
import io.helipod.core.image.TransferProgress;
import io.helipod.core.image.TransferProgress.LayerStep;
import java.util.function.Consumer;

/** Tells a transfer in podman's words, one line a blob (behaviour.md 19). For one thread at a time. */
final class ProgressTexts implements TransferListener {
    private final Consumer<String> lines;
    private String config = "";
    private boolean copying;

    ProgressTexts(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void progress(TransferProgress step) {
        switch (step) {
            case TransferProgress.Begun begun -> copying = false;
            case TransferProgress.Layer layer -> layer(layer);
            case TransferProgress.Config document -> config = document.blob().toString();
            case TransferProgress.Manifest manifest -> {
                begin();
                if (!config.isEmpty()) { // a manifest list has none
                    lines.accept("Copying config " + config);
                    config = "";
                }
                lines.accept("Writing manifest to image destination");
            }
            case TransferProgress.Pulled pulled -> {
                // its id follows
            }
        }
    }

    private void layer(TransferProgress.Layer layer) {
        if (layer.step() == LayerStep.WAITING || layer.step() == LayerStep.PREPARING) {
            begin();
            lines.accept("Copying blob " + layer.blob());
        } else if (layer.step() == LayerStep.PRESENT || layer.step() == LayerStep.REMOTE) {
            begin();
            lines.accept("Copying blob " + layer.blob() + " skipped: already exists");
        }
    }

    private void begin() {
        if (!copying) {
            copying = true;
            lines.accept("Getting image source signatures");
        }
    }
}
