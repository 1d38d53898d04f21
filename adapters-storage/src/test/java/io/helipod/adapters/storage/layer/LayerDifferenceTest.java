package io.helipod.adapters.storage.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.TooLarge;
import io.helipod.core.testing.TarBuilder;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chains of layers compared, as letters and paths: M modified, A added, D deleted. */
class LayerDifferenceTest {
    private static final UnpackLimits LIMITS = UnpackLimits.DEFAULT;

    private static LayerListing listing(UnpackLimits limits, TarBuilder... layers) {
        LayerListing listing = new LayerListing(limits);
        for (TarBuilder layer : layers) {
            try (LayerStream stream = new LayerStream(new ByteArrayInputStream(layer.build()), limits)) {
                listing.add(stream);
            }
        }
        return listing;
    }

    private static List<String> changes(TarBuilder top, TarBuilder... below) {
        TarBuilder[] all = Arrays.copyOf(below, below.length + 1);
        all[below.length] = top;
        return LayerDifference.of(listing(LIMITS, below), listing(LIMITS, all)).stream()
                .map(change -> change.kind().name().charAt(0) + change.path())
                .toList();
    }

    private static TarBuilder tar() {
        return new TarBuilder();
    }

    private static TarBuilder base() {
        return tar().folder("etc/")
                .file("etc/passwd", "root")
                .folder("lib/")
                .file("lib/a", "a")
                .file("lib/b", "b");
    }

    @Test
    void foldersCountAsModifiedWhenSomethingInThemIs() {
        assertEquals(List.of("M/etc", "A/etc/new"), changes(tar().file("etc/new", "1"), base()));
        assertEquals(List.of("A/x", "A/x/y", "A/x/y/z"), changes(tar().file("x/y/z", "1"), base()));
        assertEquals(List.of("M/etc", "M/etc/passwd"), changes(tar().file("etc/passwd", "rooot"), base()));
    }

    @Test
    void theSameAgainIsNoChange() {
        assertEquals(List.of(), changes(base(), base()));
    }

    @Test
    void ownersModesTimesAndKindsAreChanges() {
        assertEquals(List.of("M/etc", "M/etc/passwd"), changes(tar().owner(1, 0).file("etc/passwd", "root"), base()));
        assertEquals(List.of("M/etc", "M/etc/passwd"), changes(tar().mode(0600).file("etc/passwd", "root"), base()));
        assertEquals(List.of("M/etc", "M/etc/passwd"), changes(tar().time(9).file("etc/passwd", "root"), base()));
        assertEquals(List.of("M/etc", "M/etc/passwd"), changes(tar().link("etc/passwd", "x"), base()));
    }

    @Test
    void whatIsWhitedOutIsDeletedAndWhatWasInItIsNotTold() {
        assertEquals(List.of("D/lib"), changes(tar().file(".wh.lib", ""), base()));
        assertEquals(List.of("M/lib", "D/lib/a"), changes(tar().file("lib/.wh.a", ""), base()));
    }

    @Test
    void anOpaqueFolderHidesWhatIsBelowButNotItsOwn() {
        assertEquals(
                List.of("M/lib", "D/lib/a", "D/lib/b", "A/lib/c"),
                changes(tar().file("lib/c", "c").file("lib/.wh..wh..opq", ""), base()));
    }

    @Test
    void aFileInTheFoldersPlaceHidesIt() {
        assertEquals(List.of("M/lib"), changes(tar().file("lib", "file"), base()));
        assertEquals(
                List.of("A/etc/passwd/x", "M/etc", "M/etc/passwd").stream()
                        .sorted()
                        .toList(),
                changes(tar().file("etc/passwd/x", "1"), base()).stream()
                        .sorted()
                        .toList());
    }

    @Test
    void anotherNameForAFileIsAFile() {
        assertEquals(List.of("A/h"), changes(tar().hardLink("h", "lib/a"), base()));
    }

    @Test
    void hostileArchivesAreRefused() {
        assertThrows(InvalidArgument.class, () -> changes(tar().file("../x", "1")));
        UnpackLimits few = new UnpackLimits(2, LIMITS.bytes(), LIMITS.ratio(), LIMITS.reserve());
        assertThrows(TooLarge.class, () -> listing(few, base()));
    }
}
