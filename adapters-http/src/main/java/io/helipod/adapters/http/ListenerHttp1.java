package io.helipod.adapters.http;

import io.helidon.common.HelidonServiceLoader;
import io.helidon.webserver.ProtocolConfigs;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http1.spi.Http1UpgradeProvider;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ProtocolConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** HTTP/1 as a listener has it configured, upgrades to other protocols included, with what clients of the API need besides. */
final class ListenerHttp1 {
    private static final String TYPE = "http_1_1";
    static final int LEAST_PROLOGUE = 64 << 10;
    private static final int LEAST_HEADERS = 1 << 20;

    private ListenerHttp1() {}

    /** The way to HTTP/1 connections of a listener with these protocols. */
    static Http1ConnectionSelector of(List<ProtocolConfig> protocols) {
        ProtocolConfigs listener = ProtocolConfigs.create(protocols);
        Http1Config own =
                listener.config(TYPE, Http1Config.class).stream().findFirst().orElseGet(Http1Config::create);
        return Http1ConnectionSelector.builder()
                .config(Http1Config.builder(own)
                        .maxPrologueLength(Math.max(LEAST_PROLOGUE, own.maxPrologueLength()))
                        .maxHeadersSize(Math.max(LEAST_HEADERS, own.maxHeadersSize()))
                        // clients send hosts like %2Frun%2Fx.sock and JSON in queries; both are looked at by us
                        .validateRequestHeaders(false)
                        .validatePath(false)
                        .validatePrologue(false)
                        .build())
                .addUpgraders(protocols.isEmpty() ? Map.of() : upgraders(listener))
                .build();
    }

    /** As Helidon's own selector finds them: the first of a protocol wins. */
    @SuppressWarnings({"rawtypes", "unchecked"}) // a provider takes the type of settings it names
    private static Map<String, Http1Upgrader> upgraders(ProtocolConfigs listener) {
        Map<String, Http1Upgrader> found = new LinkedHashMap<>();
        for (Http1UpgradeProvider provider :
                HelidonServiceLoader.create(ServiceLoader.load(Http1UpgradeProvider.class))) {
            for (Object config : listener.config(provider.protocolType(), provider.protocolConfigType())) {
                Http1Upgrader upgrader = provider.create((ProtocolConfig) config, listener);
                found.putIfAbsent(upgrader.supportedProtocol(), upgrader);
            }
        }
        return found;
    }
}
