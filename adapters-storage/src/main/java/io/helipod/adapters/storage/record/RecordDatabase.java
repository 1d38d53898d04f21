package io.helipod.adapters.storage.record;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.event.Event;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.id.ContainerId;
import io.helipod.core.image.ImageRecord;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/**
 * One connection to the database file. A WAL database with synchronous FULL: what is committed survives a power cut. For one
 * thread at a time.
 */
final class RecordDatabase implements AutoCloseable {
    /** Statements that bring a database of version N to N+1; never changed, only added to. */
    private static final List<List<String>> VERSIONS = List.of(
            List.of(
                    "CREATE TABLE containers(id TEXT PRIMARY KEY, name TEXT NOT NULL, document TEXT NOT NULL) WITHOUT ROWID",
                    "CREATE TABLE exits(id TEXT PRIMARY KEY, recorded INTEGER NOT NULL, document TEXT NOT NULL) WITHOUT ROWID",
                    "CREATE TABLE images(id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID",
                    "CREATE TABLE events(number INTEGER PRIMARY KEY, time INTEGER NOT NULL, document TEXT NOT NULL)"),
            List.of("CREATE TABLE execs(id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID"));

    private final Connection connection;
    private final Map<Sql, PreparedStatement> prepared = new EnumMap<>(Sql.class);

    private RecordDatabase(Connection connection) {
        this.connection = connection;
    }

    /** Opens the file for writing, making it or bringing it up to date; its owner's alone, as are those SQLite makes beside it. */
    static RecordDatabase open(Path file) throws SQLException {
        makePrivate(file);
        RecordDatabase database = new RecordDatabase(connect(file));
        try {
            database.migrate(file);
            database.connection.setAutoCommit(false);
            return database;
        } catch (SQLException | RuntimeException e) {
            database.connection.close();
            throw e;
        }
    }

    /** Opens a file that is there, beside its writer, to read events. */
    static RecordDatabase openReader(Path file) throws SQLException {
        return new RecordDatabase(connect(file));
    }

    /** Environments may hold secrets, and the folder may be older than the engine. */
    private static void makePrivate(Path file) {
        Set<PosixFilePermission> ownersAlone = PosixFilePermissions.fromString("rw-------");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(ownersAlone));
        } catch (FileAlreadyExistsException there) {
            try {
                Files.setPosixFilePermissions(file, ownersAlone);
            } catch (IOException e) {
                throw new StorageFailed("database " + file + " cannot be made private", e);
            }
        } catch (IOException e) {
            throw new StorageFailed("database " + file + " cannot be made", e);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(5_000);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private void migrate(Path file) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int version;
            try (ResultSet found = statement.executeQuery("PRAGMA user_version")) {
                found.next();
                version = found.getInt(1);
            }
            if (version > VERSIONS.size()) {
                throw new StorageFailed("database " + file + " has version " + version + ", this service knows "
                        + VERSIONS.size() + " at most");
            }
            for (; version < VERSIONS.size(); version++) {
                statement.execute("BEGIN");
                for (String step : VERSIONS.get(version)) {
                    statement.execute(step);
                }
                statement.execute("PRAGMA user_version = " + (version + 1));
                statement.execute("COMMIT");
            }
        }
    }

    /** Everything recorded. */
    RecordIndex load() throws SQLException {
        ContainerIndex containers = ContainerIndex.EMPTY;
        ImageIndex images = ImageIndex.EMPTY;
        ExecIndex execs = ExecIndex.EMPTY;
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT id, document FROM containers")) {
                while (rows.next()) {
                    containers = containers.with(
                            Documents.read(rows.getString(2), ContainerRecord.class, "container " + rows.getString(1)));
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT id, document FROM images")) {
                while (rows.next()) {
                    images = images.with(
                            Documents.read(rows.getString(2), ImageRecord.class, "image " + rows.getString(1)));
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT id, document FROM execs")) {
                while (rows.next()) {
                    execs = execs.with(
                            Documents.read(rows.getString(2), ExecSession.class, "exec session " + rows.getString(1)));
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT id, document, recorded FROM exits")) {
                while (rows.next()) {
                    ContainerId id = new ContainerId(rows.getString(1));
                    ExitStatus status = Documents.read(rows.getString(2), ExitStatus.class, "exit of container " + id);
                    containers = containers.withExit(
                            new ContainerIndex.Exit(id, status, Instant.ofEpochMilli(rows.getLong(3))));
                }
            }
        }
        return new RecordIndex(containers, images, execs);
    }

    /** How many events there are. */
    long events() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT count(*) FROM events")) {
            found.next();
            return found.getLong(1);
        }
    }

    /** Events between two times, both excluded, in nanoseconds since 1970. */
    List<Event> events(long after, long before) throws SQLException {
        List<Event> events = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT document FROM events WHERE time > ? AND time < ? ORDER BY number")) {
            statement.setLong(1, after);
            statement.setLong(2, before);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add(Documents.read(rows.getString(1), Event.class, "event"));
                }
            }
        }
        return events;
    }

    /** Runs all in one transaction; durable when this returns, undone when it throws. */
    void write(List<Sql.Row> rows) throws SQLException {
        try {
            for (Sql.Row row : rows) {
                run(row);
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
    }

    private void run(Sql.Row row) throws SQLException {
        PreparedStatement statement = prepared.get(row.sql());
        if (statement == null) {
            statement = connection.prepareStatement(row.sql().text());
            prepared.put(row.sql(), statement);
        }
        int place = 0;
        for (Object value : row.values()) {
            place++;
            if (value instanceof Long number) {
                statement.setLong(place, number);
            } else {
                statement.setString(place, (String) value);
            }
        }
        statement.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement each : prepared.values()) {
            each.close();
        }
        connection.close();
    }
}
