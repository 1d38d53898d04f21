package io.helipod.adapters.storage.record;

import io.helipod.core.error.EngineException.NameTaken;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.spi.storage.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that is recorded, at one moment. Immutable: a change makes another index, so that readers need no lock and never
 * see half a commit. The rules about names are decided here, before the database is asked.
 */
record RecordIndex(ContainerIndex containers, ImageIndex images, ExecIndex execs) {
    /** What is recorded after some changes, and those changes completed. */
    record Step(RecordIndex index, List<Change> changes) {}

    /** Nothing recorded. */
    static final RecordIndex EMPTY = new RecordIndex(ContainerIndex.EMPTY, ImageIndex.EMPTY, ExecIndex.EMPTY);

    RecordIndex with(ContainerIndex changed) {
        return new RecordIndex(changed, images, execs);
    }

    RecordIndex with(ImageIndex changed) {
        return new RecordIndex(containers, changed, execs);
    }

    RecordIndex with(ExecIndex changed) {
        return new RecordIndex(containers, images, changed);
    }

    /**
     * What is recorded after the changes, and all there is to write for it: an image that loses a name to another is saved too, and
     * exec sessions go with their container.
     *
     * @throws NameTaken when a container's name or id is used
     * @throws NotFound when a container to save, or that of an exec session, is not there
     */
    Step after(List<Change> changes, Instant now) {
        List<Change> all = new ArrayList<>(changes.size());
        RecordIndex index = this;
        for (Change change : changes) {
            if (change instanceof Change.SaveImage save) {
                for (ImageRecord loser : index.images.losers(save.image())) {
                    all.add(new Change.SaveImage(loser));
                    index = index.with(index.images.with(loser));
                }
            }
            if (change instanceof Change.RemoveContainer remove) {
                for (ExecSession session : index.execs.of(remove.id())) {
                    all.add(new Change.RemoveExec(session.id()));
                    index = index.with(index.execs.without(session.id()));
                }
            }
            all.add(change);
            index = index.with(change, now);
        }
        return new Step(index, all);
    }

    private RecordIndex with(Change change, Instant now) {
        return switch (change) {
            case Change.InsertContainer insert -> with(containers.inserted(insert.container()));
            case Change.SaveContainer save -> with(containers.saved(save.container()));
            case Change.RemoveContainer remove -> with(containers.without(remove.id()));
            case Change.RecordExit exit ->
                with(containers.withExit(new ContainerIndex.Exit(exit.id(), exit.exit(), now)));
            case Change.SaveExec save -> {
                containers.requireThere(save.session().container());
                yield with(execs.with(save.session()));
            }
            case Change.RemoveExec remove -> with(execs.without(remove.id()));
            case Change.SaveImage save -> with(images.with(save.image()));
            case Change.RemoveImage remove -> with(images.without(remove.id()));
        };
    }
}
