/** Bytes that outlive the engine: blobs, layers, records. */
@org.jspecify.annotations.NullMarked
module io.helipod.adapters.storage {
    requires transitive io.helipod.core;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires java.sql;
    requires org.apache.commons.compress;
    requires com.github.luben.zstd_jni;
    requires org.tukaani.xz;
    requires org.xerial.sqlitejdbc;
}
