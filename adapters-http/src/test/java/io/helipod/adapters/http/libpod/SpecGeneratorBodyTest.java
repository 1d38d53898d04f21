package io.helipod.adapters.http.libpod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.http.Bodies;
import io.helipod.adapters.http.libpod.wire.SpecGeneratorJson;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.Device;
import io.helipod.core.container.EnvUnset;
import io.helipod.core.container.ExposedPort;
import io.helipod.core.container.LogDriverName;
import io.helipod.core.container.Mount;
import io.helipod.core.container.NamespaceMode;
import io.helipod.core.container.NetworkMode;
import io.helipod.core.container.PortProtocol;
import io.helipod.core.container.Rlimit;
import io.helipod.core.container.SeccompProfile;
import io.helipod.core.container.Signal;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Podman's create body (types.md 2.1); recorded ones are of podman 4.3's remote client. */
class SpecGeneratorBodyTest {
    private static ContainerSpec recorded(String file) {
        return Bodies.recorded(file, SpecGeneratorJson.class).toDomain(Optional.empty());
    }

    private static ContainerSpec spec(String json) {
        return Bodies.of("{'image':'i'," + json + "}", SpecGeneratorJson.class).toDomain(Optional.empty());
    }

    @Test
    void variablesOfTheImageAreUnset() {
        assertEquals(
                Optional.of(new EnvUnset(false, Set.of("A"))),
                spec("'unsetenv':['A'],'env':{'B':'1'}").process().envUnset());
        assertEquals(
                Optional.of(new EnvUnset(true, Set.of())),
                spec("'unsetenvall':true").process().envUnset());
        assertEquals(Optional.empty(), spec("'unsetenvall':false").process().envUnset());
    }

    @Test
    void exposedPortsAndTheImageAsItWasWrittenAreKept() {
        ContainerSpec spec = spec("'expose':{'53':'tcp,udp','80':''},'raw_image_name':'box:1'");
        assertEquals(
                Set.of(
                        new ExposedPort(53, PortProtocol.TCP),
                        new ExposedPort(53, PortProtocol.UDP),
                        new ExposedPort(80, PortProtocol.TCP)),
                Set.copyOf(spec.exposedPorts()));
        assertEquals(Optional.of("box:1"), spec.rawImage());
        assertEquals(
                List.of(new ExposedPort(80, PortProtocol.TCP)),
                recorded("podman4-create-none.json").exposedPorts());
        assertThrows(InvalidArgument.class, () -> spec("'expose':{'0':'tcp'}"));
        assertThrows(InvalidArgument.class, () -> spec("'expose':{'80':'icmp'}"));
    }

    @Test
    void aPlainRunAsksForItsImageAndCommand() {
        ContainerSpec spec = recorded("podman4-run-rm.json");
        assertEquals("alpine", spec.image());
        assertEquals(Optional.of(List.of("true")), spec.process().command());
        assertTrue(spec.lifecycle().autoRemove());
        assertEquals(Optional.of(10L), spec.lifecycle().stopTimeout());
        assertEquals(Optional.of("0022"), spec.process().umask());
        assertEquals(NetworkMode.DEFAULT, spec.namespaces().network());
        assertEquals(NamespaceMode.PRIVATE, spec.namespaces().pid());
        assertEquals(List.of(), spec.storage().mounts());
        assertEquals("podman", spec.createCommand().getFirst());
        assertEquals(Optional.of("n"), recorded("podman4-run-d.json").name());
    }

    @Test
    void everyOptionOfTheCommandLineArrives() {
        ContainerSpec spec = recorded("podman4-create-all.json");
        assertEquals(Map.of("A", "b"), spec.process().env());
        assertTrue(spec.process().terminal());
        assertTrue(spec.process().stdin());
        assertTrue(spec.process().init());
        assertEquals(Map.of("a", "b"), spec.labels());
        assertEquals(Optional.of(new Signal(2)), spec.lifecycle().stopSignal());
        assertEquals(Optional.of(LogDriverName.JSON_FILE), spec.log().driver());
        assertEquals(Optional.of(1000000L), spec.log().maxSize());
        assertEquals(NamespaceMode.HOST, spec.namespaces().ipc());
        assertEquals(NetworkMode.HOST, spec.namespaces().network());
        assertEquals(
                List.of("/x", "/t", "/tmp", "/var/tmp", "/run", "/y", "/b"),
                spec.storage().mounts().stream().map(Mount::target).toList());
        assertFalse(spec.storage().readWriteTmpfs(), "the client named these mounts itself");
        assertEquals(
                List.of(new Device("/dev/null", "/dev/null", "rwm")),
                spec.storage().devices());
        assertEquals(Optional.of(1048576L), spec.storage().shmSize());
        assertEquals(List.of("CAP_NET_ADMIN"), spec.security().capAdd());
        assertEquals(List.of("ALL"), spec.security().capDrop());
        assertEquals(SeccompProfile.UNCONFINED, spec.security().seccomp());
        assertTrue(spec.security().noNewPrivileges());
        assertEquals(Optional.of(67108864L), spec.resources().memory());
        assertEquals(Optional.of(134217728L), spec.resources().memorySwap());
        assertEquals(Optional.of(10L), spec.resources().pids());
        assertEquals(Map.of("nofile", new Rlimit(10, 20)), spec.process().rlimits());
        assertEquals(Optional.of(5), spec.process().oomScoreAdj());
    }

    @Test
    void masksUmaskAndNoNetworkArrive() {
        ContainerSpec spec = recorded("podman4-create-none.json");
        assertEquals(Optional.of(List.of("echo")), spec.process().entrypoint());
        assertEquals(Optional.of("0077"), spec.process().umask());
        assertEquals(List.of("/a"), spec.security().mask());
        assertEquals(List.of("/proc/kcore"), spec.security().unmask());
        assertEquals(NetworkMode.NONE, spec.namespaces().network());
        assertEquals(Optional.of(LogDriverName.NONE), spec.log().driver());
        assertEquals(
                NetworkMode.DEFAULT,
                recorded("podman4-create-bridge.json").namespaces().network());
    }

    @Test
    void capitalisedNamesAndUnlimitedLimitsAreRead() {
        ContainerSpec spec = Bodies.of(
                        "{'Image':'i','r_limits':[{'type':'RLIMIT_MEMLOCK','soft':-1,'hard':18446744073709551615}]}",
                        SpecGeneratorJson.class)
                .toDomain(Optional.of("q"));
        assertEquals(Map.of("memlock", new Rlimit(-1, -1)), spec.process().rlimits());
        assertEquals(Optional.of("q"), spec.name());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'pod':'p' | pod",
                "'privileged':true | privileged",
                "'env_host':true | env_host",
                "'restart_policy':'always' | restart_policy",
                "'restart_tries':3 | restart_tries",
                "'portmappings':[{'container_port':80}] | portmappings",
                "'publish_image_ports':true | publish_image_ports",
                "'volumes':[{'Name':'v','Dest':'/v'}] | volumes",
                "'secrets':[{'Source':'s'}] | secrets",
                "'secret_env':{'A':'s'} | secret_env",
                "'rootfs':'/x' | rootfs",
                "'systemd':'always' | systemd",
                "'timezone':'local' | timezone",
                "'sysctl':{'a':'b'} | sysctl",
                "'netns':{'nsmode':'pasta'} | netns",
                "'netns':{'nsmode':'container','value':'x'} | netns",
                "'pidns':{'nsmode':'path','value':'/x'} | pidns",
                "'userns':{'nsmode':'keep-id'} | userns",
                "'idmappings':{'HostUIDMapping':false,'UIDMap':[{'container_id':0}]} | UIDMap",
                "'healthconfig':{'Test':['CMD','true']} | healthconfig",
                "'seccomp_profile_path':'/x' | seccomp_profile_path",
                "'selinux_opts':['type:x'] | selinux_opts",
                "'resource_limits':{'blockIO':{'weight':10}} | blockIO",
                "'resource_limits':{'cpu':{'burst':10}} | burst",
                "'mounts':[{'destination':'/m','type':'devpts'}] | devpts",
                "'mounts':[{'destination':'/m','type':'bind','source':'/a','options':['U']}] | U",
                "'Networks':{'mine':{}} | mine",
                "'Networks':{'podman':{'static_ips':['1.2.3.4']}} | Networks",
                "'init_container_type':'once' | init_container_type",
                "'log_configuration':{'driver':'journald'} | journald",
                "'sparkles':1 | sparkles"
            })
    void whatIsNotHonouredIsRefusedByName(String json, String name) {
        String message = assertThrows(NotSupported.class, () -> spec(json)).getMessage();
        assertTrue(message.contains(name), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'umask':'999'",
                "'cap_add':['FLY']",
                "'r_limits':[{'soft':1,'hard':1}]",
                "'devices':[{'path':'/etc/passwd'}]",
                "'stop_signal':99",
                "'mounts':[{'destination':'m','type':'tmpfs'}]",
                "'mounts':[{'destination':'/m','type':'tmpfs'},{'destination':'/m','type':'tmpfs'}]"
            })
    void nonsenseIsAnInvalidArgument(String json) {
        assertThrows(InvalidArgument.class, () -> spec(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'sdnotifyMode':'ignore'",
                "'selinux_opts':['disable']",
                "'healthconfig':{'Test':['NONE']}",
                "'healthLogDestination':'','healthMaxLogCount':0",
                "'restart_policy':'no'",
                "'httpproxy':true,'volatile':true",
                "'netns':{'nsmode':'private'}"
            })
    void whatAsksForTheDefaultIsAccepted(String json) {
        assertEquals("i", spec(json).image());
    }
}
