package io.helipod.adapters.storage.record;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.event.Event;
import io.helipod.core.spi.storage.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Changes and events as rows. */
final class Rows {
    private Rows() {}

    static List<Sql.Row> of(List<Change> changes, List<Event> events, Instant now) {
        List<Sql.Row> rows = new ArrayList<>(changes.size() + events.size());
        for (Change change : changes) {
            rows.add(of(change, now));
        }
        for (Event event : events) {
            rows.add(new Sql.Row(Sql.ADD_EVENT, nanos(event.time()), Documents.write(event)));
        }
        return rows;
    }

    private static Sql.Row of(Change change, Instant now) {
        return switch (change) {
            case Change.InsertContainer insert -> put(insert.container());
            case Change.SaveContainer save -> put(save.container());
            case Change.RemoveContainer remove ->
                new Sql.Row(Sql.DELETE_CONTAINER, remove.id().value());
            case Change.RecordExit exit ->
                new Sql.Row(Sql.PUT_EXIT, exit.id().value(), now.toEpochMilli(), Documents.write(exit.exit()));
            case Change.SaveExec save ->
                new Sql.Row(Sql.PUT_EXEC, save.session().id().value(), Documents.write(save.session()));
            case Change.RemoveExec remove ->
                new Sql.Row(Sql.DELETE_EXEC, remove.id().value());
            case Change.SaveImage save ->
                new Sql.Row(Sql.PUT_IMAGE, save.image().id().value(), Documents.write(save.image()));
            case Change.RemoveImage remove ->
                new Sql.Row(Sql.DELETE_IMAGE, remove.id().value());
        };
    }

    private static Sql.Row put(ContainerRecord container) {
        return new Sql.Row(Sql.PUT_CONTAINER, container.id().value(), container.name(), Documents.write(container));
    }

    /** Nanoseconds since 1970; times a client made up may lie beyond what fits. */
    static long nanos(Instant time) {
        try {
            return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
        } catch (ArithmeticException e) {
            return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
