package io.helipod.adapters.http.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.http.Bodies;
import io.helipod.adapters.http.compat.wire.CreateContainerJson;
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
import io.helipod.core.error.EngineException;
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

/** Docker's create body (types.md 2.5); recorded ones are of docker CLI 28.2. */
class CreateContainerBodyTest {
    private static ContainerSpec recorded(String file) {
        return Bodies.recorded(file, CreateContainerJson.class).toDomain(Optional.empty());
    }

    private static ContainerSpec host(String json) {
        return spec("'HostConfig':{" + json + "}");
    }

    private static ContainerSpec spec(String json) {
        return Bodies.of("{'Image':'i'," + json + "}", CreateContainerJson.class)
                .toDomain(Optional.empty());
    }

    @Test
    void aNameAloneUnsetsAndTheLastEntryOfANameCounts() {
        ContainerSpec spec = spec("'Env':['A=1','PATH','B','B=2','C=3','C','D=']");
        assertEquals(Map.of("A", "1", "B", "2", "D", ""), spec.process().env());
        assertEquals(
                Optional.of(new EnvUnset(false, Set.of("PATH", "C"))),
                spec.process().envUnset());
        assertEquals(
                Optional.of(new EnvUnset(true, Set.of("X", "Y"))),
                spec("'Env':['X'],'UnsetEnv':['Y'],'UnsetEnvAll':true")
                        .process()
                        .envUnset());
        assertEquals(Optional.empty(), spec("'Env':['A=1']").process().envUnset());
        assertThrows(InvalidArgument.class, () -> spec("'Env':['=1']"));
        assertThrows(InvalidArgument.class, () -> spec("'Env':['']"));
    }

    @Test
    void exposedPortsAreKept() {
        assertEquals(
                Set.of(new ExposedPort(80, PortProtocol.TCP), new ExposedPort(53, PortProtocol.UDP)),
                Set.copyOf(spec("'ExposedPorts':{'80/tcp':{},'53/udp':{}}").exposedPorts()));
        assertThrows(InvalidArgument.class, () -> spec("'ExposedPorts':{'web':{}}"));
    }

    @Test
    void aPlainRunAsksForNothingButItsImageCommandAndRemoval() {
        ContainerSpec plain = ContainerSpec.of("alpine");
        ContainerSpec spec = recorded("docker-run-rm.json");
        assertEquals(Optional.of(List.of("true")), spec.process().command());
        assertTrue(spec.lifecycle().autoRemove());
        assertEquals(
                plain,
                spec.withProcess(plain.process()).withLifecycle(plain.lifecycle()),
                "nothing else differs from the defaults");
    }

    @Test
    void everyOptionOfTheCommandLineArrives() {
        ContainerSpec spec = recorded("docker-create-all.json");
        assertEquals(Optional.of("hh"), spec.hostname());
        assertEquals(Optional.of("1:2"), spec.process().user());
        assertEquals(Optional.of("/w"), spec.process().workingDir());
        assertEquals(Map.of("A", "b"), spec.process().env());
        assertTrue(spec.process().terminal());
        assertTrue(spec.process().stdin());
        assertTrue(spec.process().stdinOnce());
        assertTrue(spec.process().init());
        assertEquals(List.of("5"), spec.process().groups());
        assertEquals(Map.of("nofile", new Rlimit(10, 20)), spec.process().rlimits());
        assertEquals(Optional.of(5), spec.process().oomScoreAdj());
        assertEquals(Map.of("a", "b"), spec.labels());
        assertEquals(Optional.of(new Signal(2)), spec.lifecycle().stopSignal());
        assertEquals(Optional.of(3L), spec.lifecycle().stopTimeout());
        assertEquals(NamespaceMode.HOST, spec.namespaces().pid());
        assertEquals(NamespaceMode.HOST, spec.namespaces().ipc());
        assertEquals(NamespaceMode.HOST, spec.namespaces().uts());
        assertEquals(NamespaceMode.PRIVATE, spec.namespaces().cgroup());
        assertEquals(NetworkMode.HOST, spec.namespaces().network());
        assertTrue(spec.storage().readOnlyRoot());
        assertEquals(Optional.of(1048576L), spec.storage().shmSize());
        assertEquals(
                List.of(new Device("/dev/null", "/dev/null", "rwm")),
                spec.storage().devices());
        assertEquals(
                List.of("/x", "/y", "/b", "/t"),
                spec.storage().mounts().stream().map(Mount::target).toList());
        assertEquals(List.of("CAP_NET_ADMIN"), spec.security().capAdd());
        assertEquals(List.of("ALL"), spec.security().capDrop());
        assertTrue(spec.security().noNewPrivileges());
        assertEquals(SeccompProfile.UNCONFINED, spec.security().seccomp());
        assertEquals(Optional.of(67108864L), spec.resources().memory());
        assertEquals(Optional.of(50000L), spec.resources().cpuQuota());
        assertEquals(Optional.of(100000L), spec.resources().cpuPeriod());
        assertEquals(Optional.of(10L), spec.resources().pids());
        assertEquals(Optional.of(LogDriverName.JSON_FILE), spec.log().driver());
        assertEquals(Optional.of(1048576L), spec.log().maxSize());
    }

    @Test
    void noHealthcheckNoNetworkAndOpenSystemPathsAreUnderstood() {
        ContainerSpec spec = recorded("docker-create-none.json");
        assertEquals(NetworkMode.NONE, spec.namespaces().network());
        assertEquals(List.of("ALL"), spec.security().unmask());
        assertEquals(Map.of(), spec.process().env(), "never this process's own");
        assertEquals(
                NetworkMode.DEFAULT,
                recorded("docker-create-bridge.json").namespaces().network());
    }

    @Test
    void anEmptyEntrypointIsNotAnAbsentOne() {
        assertEquals(Optional.of(List.of()), spec("'Entrypoint':[]").process().entrypoint());
        assertEquals(Optional.of(List.of()), spec("'Entrypoint':['']").process().entrypoint());
        assertEquals(Optional.empty(), spec("'Entrypoint':null").process().entrypoint());
        assertEquals(
                Optional.of(List.of("sh")), spec("'Entrypoint':'sh'").process().entrypoint());
    }

    @Test
    void fieldNamesMatchInAnyCase() {
        ContainerSpec spec = Bodies.of("{'image':'i','hostconfig':{'autoremove':true}}", CreateContainerJson.class)
                .toDomain(Optional.of("n"));
        assertTrue(spec.lifecycle().autoRemove());
        assertEquals(Optional.of("n"), spec.name());
    }

    @Test
    void aTmpfsMountCarriesSizeAndMode() {
        Mount.Tmpfs tmpfs = (Mount.Tmpfs)
                host("'Mounts':[{'Type':'tmpfs','Target':'/s','TmpfsOptions':{'SizeBytes':1024,'Mode':493}}]")
                        .storage()
                        .mounts()
                        .getFirst();
        assertEquals(List.of("size=1024", "mode=755"), tmpfs.options().subList(0, 2));
        assertTrue(tmpfs.options().contains("tmpcopyup"));
    }

    @Test
    void onlyBindsMakeAMissingSource() {
        assertTrue(((Mount.Bind) host("'Binds':['/a:/b']").storage().mounts().getFirst()).createSource());
        Mount.Bind mount = (Mount.Bind) host("'Mounts':[{'Type':'bind','Source':'/a','Target':'/b','ReadOnly':true}]")
                .storage()
                .mounts()
                .getFirst();
        assertEquals(false, mount.createSource());
        assertTrue(mount.readOnly());
    }

    @Test
    void aVolumeThatIsABindTooIsTheBind() {
        ContainerSpec spec = spec("'Volumes':{'/test/':{}},'HostConfig':{'Binds':['/tmp:/test/:ro']}");
        assertEquals("/test/", spec.storage().mounts().getFirst().target());
    }

    @Test
    void limitsReadMinusOneAndTheLargestNumberAsUnlimited() {
        ContainerSpec spec = host("'Ulimits':[{'Name':'memlock','Soft':-1,'Hard':-1},"
                + "{'Name':'nofile','Soft':5,'Hard':18446744073709551615}]");
        assertEquals(new Rlimit(-1, -1), spec.process().rlimits().get("memlock"));
        assertEquals(new Rlimit(5, -1), spec.process().rlimits().get("nofile"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'Domainname':'x' | Domainname",
                "'MacAddress':'02:42:ac:11:00:02' | MacAddress",
                "'NetworkDisabled':true | NetworkDisabled",
                "'Healthcheck':{'Test':['CMD','true']} | Healthcheck",
                "'Volumes':{'/data':{}} | Volumes",
                "'Sparkles':1 | Sparkles",
                "'NetworkingConfig':{'EndpointsConfig':{'mine':{}}} | mine",
                "'NetworkingConfig':{'EndpointsConfig':{'default':{'IPAddress':'1.2.3.4'}}} | IPAddress"
            })
    void whatIsNotHonouredIsRefusedByName(String json, String name) {
        refused(() -> spec(json), name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'Privileged':true | Privileged",
                "'PortBindings':{'80/tcp':[{'HostPort':'8080'}]} | PortBindings",
                "'PublishAllPorts':true | PublishAllPorts",
                "'RestartPolicy':{'Name':'always'} | RestartPolicy",
                "'VolumesFrom':['x'] | VolumesFrom",
                "'Dns':['1.1.1.1'] | Dns",
                "'Sysctls':{'a':'b'} | Sysctls",
                "'BlkioWeight':10 | BlkioWeight",
                "'OomKillDisable':true | OomKillDisable",
                "'UsernsMode':'keep-id' | UsernsMode",
                "'NetworkMode':'container:x' | NetworkMode",
                "'PidMode':'container:x' | PidMode",
                "'IpcMode':'none' | IpcMode",
                "'MaskedPaths':['/x'] | MaskedPaths",
                "'SecurityOpt':['seccomp={}'] | SecurityOpt",
                "'SecurityOpt':['label=type:x'] | label",
                "'LogConfig':{'Type':'syslog'} | syslog",
                "'LogConfig':{'Type':'','Config':{'max-file':'3'}} | max-file",
                "'Binds':['name:/x'] | named volumes",
                "'Mounts':[{'Type':'volume','Target':'/v'}] | volumes",
                "'Mounts':[{'Type':'bind','Source':'/a','Target':'/v','VolumeOptions':{'NoCopy':true}}] | VolumeOptions",
                "'DeviceRequests':[{'Driver':'cdi'}] | DeviceRequests"
            })
    void whatIsNotHonouredOfTheHostIsRefusedByName(String json, String name) {
        refused(() -> host(json), name);
    }

    private static void refused(org.junit.jupiter.api.function.Executable body, String name) {
        String message = assertThrows(NotSupported.class, body).getMessage();
        assertTrue(message.contains(name), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Links':['a:b']",
                "'CapAdd':['FLY']",
                "'NanoCpus':5,'CpuQuota':6",
                "'Ulimits':[{'Name':'wishes','Soft':1,'Hard':1}]",
                "'Ulimits':[{'Name':'nofile','Soft':3,'Hard':1}]",
                "'Binds':['/a:/b:ro:x']",
                "'Binds':['/a:/b','/c:/b/']",
                "'Devices':[{'PathOnHost':'/etc/passwd'}]",
                "'Devices':[{'PathOnHost':'/dev/null','CgroupPermissions':'rwx'}]",
                "'LogConfig':{'Config':{'max-size':'lots'}}"
            })
    void nonsenseIsAnInvalidArgument(String json) {
        assertThrows(InvalidArgument.class, () -> host(json));
    }

    @Test
    void anImageIsNeeded() {
        assertThrows(
                EngineException.class,
                () -> Bodies.of("{}", CreateContainerJson.class).toDomain(Optional.empty()));
    }
}
