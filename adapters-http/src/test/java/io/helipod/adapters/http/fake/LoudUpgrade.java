package io.helipod.adapters.http.fake;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ProtocolConfigs;
import io.helidon.webserver.http1.spi.Http1UpgradeProvider;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ProtocolConfig;
import io.helidon.webserver.spi.ServerConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A protocol of a host's that HTTP/1 connections are upgraded to, as WebSocket is: it says one thing and ends. */
public final class LoudUpgrade implements Http1UpgradeProvider<LoudUpgrade.Config> {
    private static final String NAME = "loud";
    private static final byte[] WORDS =
            "HTTP/1.1 101 Loud\r\nUpgrade: loud\r\n\r\nHELLO".getBytes(StandardCharsets.US_ASCII);

    /** Its settings, which put it on a listener. */
    public record Config() implements ProtocolConfig {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String type() {
            return NAME;
        }
    }

    @Override
    public String protocolType() {
        return NAME;
    }

    @Override
    public Class<Config> protocolConfigType() {
        return Config.class;
    }

    @Override
    public Http1Upgrader create(Config config, ProtocolConfigs configs) {
        return new Http1Upgrader() {
            @Override
            public String supportedProtocol() {
                return NAME;
            }

            @Override
            public ServerConnection upgrade(
                    ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
                return new Loud(context);
            }
        };
    }

    private record Loud(ConnectionContext context) implements ServerConnection {
        @Override
        public void handle(Limit limit) {
            context.dataWriter().writeNow(BufferData.create(WORDS));
        }

        @Override
        public Duration idleTime() {
            return Duration.ZERO;
        }

        @Override
        public void close(boolean interrupt) {}
    }
}
