package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ArchiveFormat;
import io.helipod.core.image.ImageArchives;
import io.helipod.core.image.SaveRequest;
import io.helipod.core.image.SavedArchive;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Answers with images in an archive, on both trees. */
public final class ImageSaves {
    private static final String ARCHIVE = "application/octet; charset=us-ascii";
    private static final String FOLDER = "application/x-tar";

    private ImageSaves() {}

    /** What can be refused is, before the answer begins. */
    public static void save(
            ApiExchange x, ImageArchives archives, List<NameOrId> images, ArchiveFormat format, boolean compress)
            throws IOException {
        try (SavedArchive archive = archives.save(new SaveRequest(images, format, compress))) {
            x.whileClientListens(() -> {
                try (OutputStream out = x.sized(200, format.isFolder() ? FOLDER : ARCHIVE, archive.size())) {
                    archive.writeTo(out);
                }
            });
        }
    }
}
