package io.helipod.adapters.oci.spec;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Files of the host that a container's spec refers to.
 *
 * @param rootfs its mounted root
 * @param hosts its /etc/hosts
 * @param hostname its /etc/hostname
 * @param resolvConf its /etc/resolv.conf
 * @param containerEnv its /run/.containerenv
 * @param init the init program, where one is installed
 * @param cgroup its cgroup in the runtime's notation
 */
public record SpecPaths(
        Path rootfs,
        Path hosts,
        Path hostname,
        Path resolvConf,
        Path containerEnv,
        Optional<Path> init,
        String cgroup) {}
