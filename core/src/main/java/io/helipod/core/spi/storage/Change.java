package io.helipod.core.spi.storage;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ExecId;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.ImageRecord;

/** One change to the records; several are committed together or not at all. */
public sealed interface Change {
    /** A new container; NameTaken when its name or id is used. */
    record InsertContainer(ContainerRecord container) implements Change {}

    /** The new content of a container that is there; NotFound when it is not, NameTaken when its new name is used. */
    record SaveContainer(ContainerRecord container) implements Change {}

    /** A container that goes, with its exec sessions; nothing happens when it is gone. */
    record RemoveContainer(ContainerId id) implements Change {}

    /** How a container ended, kept for some time after its removal. */
    record RecordExit(ContainerId id, ExitStatus exit) implements Change {}

    /** A new exec session or the new content of one; NotFound(CONTAINER) when its container is not there. */
    record SaveExec(ExecSession session) implements Change {}

    /** An exec session that goes; nothing happens when it is gone. */
    record RemoveExec(ExecId id) implements Change {}

    /** A new image or the new content of one; it takes its names from any image that holds them. */
    record SaveImage(ImageRecord image) implements Change {}

    /** An image that goes; nothing happens when it is gone. */
    record RemoveImage(ImageId id) implements Change {}
}
