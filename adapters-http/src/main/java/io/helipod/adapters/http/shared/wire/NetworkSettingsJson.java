package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.helipod.adapters.http.shared.ContainerView;
import io.helipod.core.container.NetworkMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A container's network in inspect (types.md 3.1, 3.2). Addresses stay empty until there are networks.
 *
 * @param ports exposed ones to null; none of a container in the host's network
 */
@JsonPropertyOrder(alphabetic = true)
public record NetworkSettingsJson(
        @JsonProperty("SandboxKey") String sandboxKey,
        @JsonProperty("Ports") Map<String, Optional<List<Map<String, String>>>> ports,
        @JsonProperty("Networks") Map<String, NetworkEndpointJson> networks) {
    /** The network of a container. */
    public static NetworkSettingsJson from(ContainerView view) {
        return new NetworkSettingsJson(view.sandboxKey(), ports(view), endpoints(view));
    }

    private static Map<String, Optional<List<Map<String, String>>>> ports(ContainerView view) {
        Map<String, Optional<List<Map<String, String>>>> all = new TreeMap<>();
        if (!(view.container().spec().namespaces().network() instanceof NetworkMode.Host)) {
            view.exposedPorts().forEach(port -> all.put(port, Optional.empty()));
        }
        return all;
    }

    /** Network name to the container's place in it. */
    public static Map<String, NetworkEndpointJson> endpoints(ContainerView view) {
        Map<String, NetworkEndpointJson> all = new TreeMap<>();
        view.networks().forEach((name, id) -> all.put(name, new NetworkEndpointJson(id)));
        return all;
    }

    @JsonProperty("Bridge")
    public String bridge() {
        return "";
    }

    @JsonProperty("SandboxID")
    public String sandboxId() {
        return "";
    }

    @JsonProperty("HairpinMode")
    public boolean hairpinMode() {
        return false;
    }

    @JsonProperty("LinkLocalIPv6Address")
    public String linkLocalIpv6Address() {
        return "";
    }

    @JsonProperty("LinkLocalIPv6PrefixLen")
    public int linkLocalIpv6PrefixLen() {
        return 0;
    }

    @JsonProperty("SecondaryIPAddresses")
    public Optional<List<String>> secondaryIpAddresses() {
        return Optional.empty();
    }

    @JsonProperty("SecondaryIPv6Addresses")
    public Optional<List<String>> secondaryIpv6Addresses() {
        return Optional.empty();
    }

    @JsonProperty("EndpointID")
    public String endpointId() {
        return "";
    }

    @JsonProperty("Gateway")
    public String gateway() {
        return "";
    }

    @JsonProperty("IPAddress")
    public String ipAddress() {
        return "";
    }

    @JsonProperty("IPPrefixLen")
    public int ipPrefixLen() {
        return 0;
    }

    @JsonProperty("IPv6Gateway")
    public String ipv6Gateway() {
        return "";
    }

    @JsonProperty("GlobalIPv6Address")
    public String globalIpv6Address() {
        return "";
    }

    @JsonProperty("GlobalIPv6PrefixLen")
    public int globalIpv6PrefixLen() {
        return 0;
    }

    @JsonProperty("MacAddress")
    public String macAddress() {
        return "";
    }
}
