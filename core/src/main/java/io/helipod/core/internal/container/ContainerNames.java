package io.helipod.core.internal.container;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** What containers may be called, and names for those that nobody named (behaviour.md 10). */
final class ContainerNames {
    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    private static final int LONGEST = 255;
    private static final List<String> ADJECTIVES = List.of(
            "agile", "amber", "blithe", "bold", "brave", "bright", "calm", "clever", "cosmic", "crisp", "dapper",
            "eager", "fleet", "frosty", "gentle", "gifted", "happy", "hardy", "humble", "jolly", "keen", "kind",
            "lively", "lucid", "lucky", "mellow", "merry", "mighty", "neat", "nimble", "noble", "patient", "plucky",
            "polite", "proud", "quick", "quiet", "ready", "serene", "sharp", "silent", "sleek", "solar", "spry",
            "steady", "sunny", "swift", "tidy", "upbeat", "vivid", "warm", "wise", "witty", "zealous", "zesty");
    private static final List<String> SURNAMES = List.of(
            "abel",
            "ampere",
            "archimedes",
            "babbage",
            "banach",
            "bell",
            "bernoulli",
            "bohr",
            "boole",
            "cantor",
            "cauchy",
            "celsius",
            "church",
            "copernicus",
            "coulomb",
            "curie",
            "darwin",
            "descartes",
            "dijkstra",
            "dirac",
            "edison",
            "einstein",
            "euclid",
            "euler",
            "faraday",
            "fermat",
            "fermi",
            "fibonacci",
            "fourier",
            "franklin",
            "galileo",
            "galois",
            "gauss",
            "germain",
            "goedel",
            "hamilton",
            "heisenberg",
            "hertz",
            "hilbert",
            "hopper",
            "hubble",
            "huygens",
            "jacobi",
            "joule",
            "kelvin",
            "kepler",
            "kovalevskaya",
            "lagrange",
            "laplace",
            "leibniz",
            "lovelace",
            "maxwell",
            "meitner",
            "mendel",
            "newton",
            "noether",
            "ohm",
            "pascal",
            "pasteur",
            "planck",
            "poincare",
            "ptolemy",
            "ramanujan",
            "riemann",
            "shannon",
            "sinoussi",
            "tesla",
            "torvalds",
            "turing",
            "volta",
            "watt",
            "wiles",
            "wright");

    private ContainerNames() {}

    /** The name without its leading slash, or InvalidArgument. */
    static String check(String given) {
        String name = given.startsWith("/") ? given.substring(1) : given;
        if (name.length() > LONGEST || !ALLOWED.matcher(name).matches()) {
            throw new InvalidArgument("container name \"" + given
                    + "\" is invalid: names must match [a-zA-Z0-9][a-zA-Z0-9_.-]*: invalid argument");
        }
        return name;
    }

    /** A name nobody has; a number follows only once the words run out. */
    static String generate(Predicate<String> used) {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int attempt = 0; ; attempt++) {
            String name = ADJECTIVES.get(random.nextInt(ADJECTIVES.size()))
                    + "_"
                    + SURNAMES.get(random.nextInt(SURNAMES.size()))
                    + (attempt < 50 ? "" : Integer.toString(random.nextInt(1_000_000)));
            if (!used.test(name)) {
                return name;
            }
        }
    }
}
