package io.helipod.adapters.http.compat.wire;

import io.helipod.adapters.http.shared.Capabilities;
import io.helipod.core.container.SeccompProfile;
import io.helipod.core.container.SecuritySpec;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import java.util.ArrayList;
import java.util.List;

/** Docker's security options, {@code name=value} or, in old clients, {@code name:value}. */
final class SecurityMapper {
    private final List<String> mask = new ArrayList<>();
    private final List<String> unmask = new ArrayList<>();
    private boolean noNewPrivileges;
    private SeccompProfile seccomp = SeccompProfile.DEFAULT;

    private SecurityMapper() {}

    static SecuritySpec toDomain(CreateHostConfigJson body) {
        SecurityMapper mapper = new SecurityMapper();
        body.securityOpt().orElse(List.of()).forEach(mapper::option);
        if (body.maskedPaths().filter(List::isEmpty).isPresent()
                && body.readonlyPaths().filter(List::isEmpty).isPresent()) {
            mapper.unmask.add(Capabilities.ALL);
        }
        if (body.maskedPaths().filter(paths -> !paths.isEmpty()).isPresent()) {
            throw new NotSupported("HostConfig.MaskedPaths is not supported");
        }
        if (body.readonlyPaths().filter(paths -> !paths.isEmpty()).isPresent()) {
            throw new NotSupported("HostConfig.ReadonlyPaths is not supported");
        }
        return new SecuritySpec(
                Capabilities.parse(body.capAdd().orElse(List.of())),
                Capabilities.parse(body.capDrop().orElse(List.of())),
                mapper.noNewPrivileges,
                mapper.seccomp,
                mapper.mask,
                mapper.unmask);
    }

    private void option(String text) {
        int end = text.indexOf('=') >= 0 ? text.indexOf('=') : text.indexOf(':');
        String name = end < 0 ? text : text.substring(0, end);
        String value = end < 0 ? "" : text.substring(end + 1);
        switch (name) {
            case "no-new-privileges" ->
                noNewPrivileges = switch (value) {
                    case "", "true" -> true;
                    case "false" -> false;
                    default -> throw new InvalidArgument("invalid security option " + text);
                };
            case "seccomp" ->
                seccomp = switch (value) {
                    case "unconfined" -> SeccompProfile.UNCONFINED;
                    case "builtin", "" -> SeccompProfile.DEFAULT;
                    default -> throw new NotSupported("a seccomp profile in SecurityOpt is not supported");
                };
            case "systempaths" -> unmask.add(unconfinedOnly(text, value, Capabilities.ALL));
            case "mask" -> mask.addAll(List.of(value.split(":")));
            case "unmask" -> unmask.addAll(paths(value));
            // there is neither SELinux nor AppArmor here that could be switched off
            case "label" -> unconfinedOnly(text, value.equals("disable") ? "unconfined" : value, "");
            case "apparmor" -> unconfinedOnly(text, value, "");
            default -> throw new NotSupported("security option " + text + " is not supported");
        }
    }

    private static List<String> paths(String value) {
        return value.equalsIgnoreCase(Capabilities.ALL) ? List.of(Capabilities.ALL) : List.of(value.split(":"));
    }

    private static String unconfinedOnly(String text, String value, String result) {
        if (!value.equals("unconfined")) {
            throw new NotSupported("security option " + text + " is not supported");
        }
        return result;
    }
}
