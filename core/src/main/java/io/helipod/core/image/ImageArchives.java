package io.helipod.core.image;

import io.helipod.core.id.ImageId;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** Driving port: images from files. Thread-safe; all or nothing: a failure leaves no blob, layer or record behind. */
public interface ImageArchives {
    /**
     * Reads docker-archive and OCI archives, compressed or not, and stores every image in them.
     *
     * @param archive read to its end; not closed
     * @return for each image its full names, or its id where it has none
     * @throws io.helipod.core.error.EngineException.InvalidArgument when it is no such archive or lies about its content
     */
    List<String> load(InputStream archive);

    /**
     * The same for a folder on this machine: an OCI layout, or one of docker's kind.
     *
     * @throws io.helipod.core.error.EngineException.InvalidArgument when it is none
     */
    List<String> loadFolder(Path folder);

    /**
     * Prepares the writing of images. Nothing about them changes; the caller closes what it gets.
     *
     * @throws io.helipod.core.error.EngineException.NotFound when one of them is not here
     */
    SavedArchive save(SaveRequest request);

    /**
     * Makes an image of one layer.
     *
     * @param rootfs a tar of a root file system, compressed or not; read to its end; not closed
     */
    ImageId importRootfs(ImportRequest request, InputStream rootfs);
}
