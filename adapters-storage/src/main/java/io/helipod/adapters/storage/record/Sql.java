package io.helipod.adapters.storage.record;

/** Everything that is ever written. */
enum Sql {
    PUT_CONTAINER("INSERT OR REPLACE INTO containers(id, name, document) VALUES(?, ?, ?)"),
    DELETE_CONTAINER("DELETE FROM containers WHERE id = ?"),
    PUT_EXIT("INSERT OR REPLACE INTO exits(id, recorded, document) VALUES(?, ?, ?)"),
    DELETE_EXIT("DELETE FROM exits WHERE id = ?"),
    PUT_EXEC("INSERT OR REPLACE INTO execs(id, document) VALUES(?, ?)"),
    DELETE_EXEC("DELETE FROM execs WHERE id = ?"),
    PUT_IMAGE("INSERT OR REPLACE INTO images(id, document) VALUES(?, ?)"),
    DELETE_IMAGE("DELETE FROM images WHERE id = ?"),
    ADD_EVENT("INSERT INTO events(time, document) VALUES(?, ?)"),
    /** Keeps the newest so many; numbers are given without gaps. */
    TRIM_EVENTS("DELETE FROM events WHERE number <= (SELECT max(number) FROM events) - ?");

    private final String text;

    Sql(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /**
     * One statement to run.
     *
     * @param values String or Long, in the order of the question marks
     */
    record Row(Sql sql, Object... values) {}
}
