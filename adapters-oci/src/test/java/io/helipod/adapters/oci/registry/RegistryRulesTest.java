package io.helipod.adapters.oci.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.adapters.oci.RegistryConfig;
import io.helipod.adapters.oci.RegistryConfig.Mirror;
import io.helipod.adapters.oci.RegistryConfig.PullFrom;
import io.helipod.adapters.oci.RegistryConfig.Rule;
import io.helipod.adapters.oci.RegistryConfig.ShortNameMode;
import io.helipod.adapters.oci.RegistryConfig.Timing;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.image.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryRulesTest {
    private static RegistryConfig config(ShortNameMode mode, List<String> search, Rule... rules) {
        return new RegistryConfig(
                search,
                List.of(rules),
                Map.of("box", "quay.io/own/box"),
                mode,
                List.of(),
                List.of(),
                List.of(),
                Timing.DEFAULT);
    }

    private static List<String> sources(String name, Rule... rules) {
        return new RegistryRules(config(ShortNameMode.PERMISSIVE, List.of(), rules))
                .forReading(ImageReference.parseFull(name), Optional.empty()).stream()
                        .map(source -> source + (source.verify() ? "" : " insecure"))
                        .toList();
    }

    private static Rule rule(String prefix, String location, Mirror... mirrors) {
        return new Rule(prefix, location, false, false, false, List.of(mirrors));
    }

    @Test
    void withoutRulesANameIsItsOwnPlace() {
        assertEquals(List.of("docker.io/library/busybox"), sources("busybox:1"));
        assertEquals("registry-1.docker.io", new Source("docker.io", "a", true).authority());
    }

    @Test
    void theLongestPrefixIsRewritten() {
        Rule host = rule("docker.io", "hub.example");
        Rule team = rule("docker.io/team", "own.example:5000/teams/team");
        assertEquals(List.of("hub.example/library/busybox"), sources("busybox:1", host, team));
        assertEquals(List.of("own.example:5000/teams/team/app"), sources("team/app:1", host, team));
        assertEquals(List.of("hub.example/teamwork/app"), sources("teamwork/app:1", host, team));
    }

    @Test
    void aPrefixMayBeAWholeNameOrADomain() {
        assertEquals(List.of("b.example/x"), sources("a.example/x:1", rule("a.example/x:1", "b.example/x")));
        assertEquals(List.of("a.example/x"), sources("a.example/x:2", rule("a.example/x:1", "b.example/x")));
        assertEquals(List.of("all.example/x"), sources("a.b.example:5000/x:2", rule("*.b.example", "all.example")));
        assertEquals(List.of("ab.example/x"), sources("ab.example/x:2", rule("*.b.example", "all.example")));
    }

    @Test
    void mirrorsComeFirst() {
        Rule rule = new Rule(
                "docker.io",
                "",
                true,
                false,
                false,
                List.of(
                        new Mirror("one.example/m", true, PullFrom.ALL),
                        new Mirror("two.example", false, PullFrom.DIGEST_ONLY),
                        new Mirror("three.example", false, PullFrom.TAG_ONLY)));
        assertEquals(
                List.of(
                        "one.example/m/library/busybox insecure",
                        "three.example/library/busybox",
                        "docker.io/library/busybox insecure"),
                sources("busybox:1", rule));
        assertEquals(
                List.of(
                        "one.example/m/library/busybox insecure",
                        "two.example/library/busybox",
                        "docker.io/library/busybox insecure"),
                sources("busybox@sha256:" + "a".repeat(64), rule));
    }

    @Test
    void aLoginKnowsTheRulesToo() {
        RegistryRules rules = new RegistryRules(config(
                ShortNameMode.PERMISSIVE,
                List.of(),
                new Rule("*.inner.example", "", true, false, false, List.of()),
                new Rule("safe.inner.example", "safe.inner.example", false, false, false, List.of()),
                new Rule("bad.example:5000", "bad.example:5000", false, true, false, List.of())));
        assertEquals(
                false, rules.registry("a.inner.example:5000", Optional.empty()).verify());
        assertEquals(true, rules.registry("a.inner.example", Optional.of(true)).verify());
        assertEquals(
                true, rules.registry("safe.inner.example", Optional.empty()).verify());
        assertEquals(true, rules.registry("inner.example", Optional.empty()).verify());
        assertThrows(RegistryFailed.class, () -> rules.registry("bad.example:5000", Optional.empty()));
    }

    @Test
    void aLocationThatIsNoneIsRefused() {
        assertThrows(InvalidArgument.class, () -> sources("busybox:1", rule("docker.io", "../../etc")));
        assertThrows(InvalidArgument.class, () -> sources("busybox:1", rule("docker.io/library/busybox", "nohost")));
    }

    private static List<String> candidates(ShortNameMode mode, String name, String... search) {
        return new ConfiguredShortNames(config(mode, List.of(search)))
                .candidates(name).stream().map(ImageReference::toString).toList();
    }

    @Test
    void shortNamesMeanAliasesThenSearchRegistries() {
        assertEquals(List.of("quay.io/own/box:1"), candidates(ShortNameMode.ENFORCING, "box:1", "a.example"));
        assertEquals(List.of("a.example/x"), candidates(ShortNameMode.ENFORCING, "x", "a.example"));
        assertEquals(
                List.of("a.example/x:1", "docker.io/library/x:1"),
                candidates(ShortNameMode.PERMISSIVE, "x:1", "a.example", "docker.io"));
        assertEquals(List.of("a.example/box"), candidates(ShortNameMode.DISABLED, "box", "a.example"));
        assertThrows(InvalidArgument.class, () -> candidates(ShortNameMode.ENFORCING, "x", "a.example", "b.example"));
        assertThrows(InvalidArgument.class, () -> candidates(ShortNameMode.PERMISSIVE, "x"));
    }

    @Test
    void allPlacesAreToldWhereAPullWouldNotChoose() {
        ConfiguredShortNames names =
                new ConfiguredShortNames(config(ShortNameMode.ENFORCING, List.of("a.example", "b.example")));
        assertEquals(
                List.of("a.example/x:1", "b.example/x:1"),
                names.places("x:1").stream().map(ImageReference::toString).toList());
        assertEquals(
                List.of("quay.io/own/box"),
                names.places("box").stream().map(ImageReference::toString).toList());
        assertThrows(
                InvalidArgument.class,
                () -> new ConfiguredShortNames(config(ShortNameMode.ENFORCING, List.of())).places("x"));
    }

    @Test
    void whatIsHereIsKnownByAllThatANameMayMean() {
        ConfiguredShortNames names =
                new ConfiguredShortNames(config(ShortNameMode.ENFORCING, List.of("a.example", "b.example")));
        assertEquals(
                List.of("quay.io/own/box:1", "a.example/box:1", "b.example/box:1"),
                names.meanings("box:1").stream().map(ImageReference::toString).toList());
        assertEquals(
                List.of("c.example/box"),
                names.meanings("c.example/box").stream()
                        .map(ImageReference::toString)
                        .toList());
    }

    @Test
    void fullNamesMeanThemselves() {
        assertEquals(List.of("localhost/x:1"), candidates(ShortNameMode.ENFORCING, "localhost/x:1"));
        assertEquals(List.of("b.example:5000/box"), candidates(ShortNameMode.ENFORCING, "b.example:5000/box"));
        assertThrows(InvalidArgument.class, () -> candidates(ShortNameMode.ENFORCING, "UP/../x"));
    }
}
