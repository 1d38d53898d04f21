/**
 * ArchUnit rules for programs that embed the engine, to be run in their own tests on their own classes. The rules of this house itself
 * are not here but in the tests of this module.
 */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-transitive-automatic") // ArchUnit has no module descriptor
module io.helipod.arch.tests {
    requires static transitive org.jspecify;
    requires transitive com.tngtech.archunit;

    exports io.helipod.arch.tests;
}
