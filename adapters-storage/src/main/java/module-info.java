import org.jspecify.annotations.NullMarked;

/**
 * Bytes that outlive the engine, and their decompression: blobs, unpacked layers, records and events. What they mean, when they
 * come and go, and everything on a wire belongs elsewhere.
 */
@NullMarked
@SuppressWarnings("module") // app is a later module, which javac has not seen yet
module io.helipod.adapters.storage {
    requires transitive io.helipod.core;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires java.sql;
    requires org.apache.commons.compress;
    requires com.github.luben.zstd_jni;
    requires org.tukaani.xz;
    requires org.xerial.sqlitejdbc;

    exports io.helipod.adapters.storage to
            io.helipod.app;
}
