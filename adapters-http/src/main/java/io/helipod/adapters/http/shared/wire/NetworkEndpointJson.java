package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container's place in one network (types.md 2.5 EndpointSettings, which holds the keys of 3.1 too). Addresses stay empty until
 * there are networks.
 */
@JsonPropertyOrder(alphabetic = true)
public record NetworkEndpointJson(@JsonProperty("NetworkID") String networkId) {
    @JsonProperty("IPAMConfig")
    public Optional<Map<String, String>> ipamConfig() {
        return Optional.empty();
    }

    @JsonProperty("Links")
    public Optional<List<String>> links() {
        return Optional.empty();
    }

    @JsonProperty("Aliases")
    public Optional<List<String>> aliases() {
        return Optional.empty();
    }

    @JsonProperty("MacAddress")
    public String macAddress() {
        return "";
    }

    @JsonProperty("DriverOpts")
    public Optional<Map<String, String>> driverOpts() {
        return Optional.empty();
    }

    @JsonProperty("GwPriority")
    public int gwPriority() {
        return 0;
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

    @JsonProperty("DNSNames")
    public Optional<List<String>> dnsNames() {
        return Optional.empty();
    }
}
