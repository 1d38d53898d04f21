/** Everything written in an OCI or Docker format or run as another program. */
@org.jspecify.annotations.NullMarked
module io.helipod.adapters.oci {
    requires transitive io.helipod.core;
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires java.net.http;
    requires org.apache.commons.compress;
    requires com.github.luben.zstd_jni;
    requires org.tukaani.xz;
    requires org.jnrproject.unixsocket;
    requires org.jnrproject.enxio;
    requires org.objectweb.asm; // jnr's automatic modules need it and do not say so

    exports io.helipod.adapters.oci to
            io.helipod.app;
}
