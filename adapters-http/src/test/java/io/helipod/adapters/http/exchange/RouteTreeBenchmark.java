package io.helipod.adapters.http.exchange;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How long it takes to find a route among all that the reference has. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RouteTreeBenchmark {
    private final RouteTree tree = tree();

    private static RouteTree tree() {
        Routes routes = new Routes();
        for (String kind : new String[] {"containers", "images", "networks", "volumes", "secrets", "exec", "pods"}) {
            for (String family : new String[] {"", "/libpod"}) {
                String at = family + "/" + kind;
                for (String verb : new String[] {"json", "prune", "stats"}) {
                    routes.get(at + "/" + verb, x -> {});
                }
                for (String verb : new String[] {"json", "exists", "top", "logs", "history", "archive"}) {
                    routes.get(at + (kind.equals("images") ? "/{name:.+}/" : "/{name}/") + verb, x -> {});
                }
                routes.delete(at + (kind.equals("images") ? "/{name:.+}" : "/{name}"), x -> {});
            }
        }
        return routes.tree();
    }

    /** No variable. */
    @Benchmark
    public Object literal() {
        return tree.find("GET", "/containers/json");
    }

    /** One variable. */
    @Benchmark
    public Object variable() {
        return tree.find("GET", "/libpod/containers/some_container/json");
    }

    /** A variable that takes slashes. */
    @Benchmark
    public Object greedy() {
        return tree.find("GET", "/images/registry.example/path/name/json");
    }

    /** A path that is not there. */
    @Benchmark
    public Object nothing() {
        return tree.find("GET", "/containers/some_container/nothing");
    }
}
