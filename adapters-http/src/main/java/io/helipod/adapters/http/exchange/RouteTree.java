package io.helipod.adapters.http.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a route by the percent-encoded path (behaviour.md 2): literal segments before {@code {name}}, that before {@code {name:.+}},
 * which takes one or more segments, slashes raw or encoded; {@code {name:.*}} may be empty too. A match costs a map look-up a segment,
 * or a single one where the path has no variable: literals win at every segment, so nothing else could be found for it.
 */
final class RouteTree {
    private static final String ANY = "*";
    private final Node root = new Node();
    /** The methods of paths without variables. */
    private final Map<String, Map<String, Route>> whole = new HashMap<>();

    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private final Map<String, Route> methods = new LinkedHashMap<>();
        private final List<Greedy> greedy = new ArrayList<>();
        private Optional<Node> variable = Optional.empty();
    }

    /** What follows a greedy variable, and where it leads. Its last segment may be a greedy variable too. */
    private record Greedy(List<String> suffix, boolean mayBeEmpty, Map<String, Route> methods) {
        boolean hasTail() {
            return !suffix.isEmpty() && suffix.getLast().endsWith(":.+}");
        }

        /** The values, when the segments from {@code index} on fit; the first variable takes as much as it can. */
        Optional<List<String>> match(String[] segments, int index) {
            int fixed = hasTail() ? suffix.size() - 1 : suffix.size();
            int end = hasTail() ? segments.length - 1 : segments.length;
            for (int at = end - fixed; at > index; at--) {
                if (fits(segments, at, fixed)) {
                    String value = String.join("/", List.of(segments).subList(index, at));
                    String tail = String.join("/", List.of(segments).subList(at + fixed, segments.length));
                    if (!value.isEmpty() || mayBeEmpty) {
                        return hasTail()
                                ? tail.isEmpty() ? Optional.empty() : Optional.of(List.of(value, tail))
                                : Optional.of(List.of(value));
                    }
                }
                if (!hasTail()) {
                    break;
                }
            }
            return Optional.empty();
        }

        private boolean fits(String[] segments, int at, int fixed) {
            for (int i = 0; i < fixed; i++) {
                if (!suffix.get(i).equals(segments[at + i])) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * A route as it was registered.
     *
     * @param unversioned whether it answers without a version prefix too
     * @param bare whether the answer has no version headers
     * @param plainVersions whether a version prefix is of digits and dots only
     */
    record Route(
            String template,
            List<String> variables,
            RouteHandler handler,
            boolean unversioned,
            boolean bare,
            boolean plainVersions) {
        /** Whether it answers below this version prefix, given without the {@code v}. */
        boolean takes(String version) {
            return !plainVersions || version.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
        }
    }

    /** What was found: a route, or only that the path exists under other methods. */
    sealed interface Found {
        /** The route and the encoded values of its variables, in order. */
        record Hit(Route route, List<String> values) implements Found {}

        /**
         * The path is known, the method is not.
         *
         * @param unversioned whether the path is known without a version prefix too
         */
        record OtherMethods(boolean unversioned) implements Found {}

        /** Nothing is there. */
        record Nothing() implements Found {}
    }

    void add(String method, Route route) {
        Node node = root;
        String[] segments = segments(route.template());
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            if (segment.endsWith(":.+}") || segment.endsWith(":.*}")) {
                boolean mayBeEmpty = segment.endsWith(":.*}");
                List<String> suffix = List.of(segments).subList(i + 1, segments.length);
                Greedy greedy = node.greedy.stream()
                        .filter(one -> one.suffix().equals(suffix) && one.mayBeEmpty() == mayBeEmpty)
                        .findFirst()
                        .orElse(null);
                if (greedy == null) {
                    greedy = new Greedy(suffix, mayBeEmpty, new LinkedHashMap<>());
                    node.greedy.add(greedy);
                    node.greedy.sort((a, b) -> b.suffix().size() - a.suffix().size());
                }
                put(greedy.methods(), method, route);
                return;
            }
            if (segment.startsWith("{")) {
                Node next = node.variable.orElseGet(Node::new);
                node.variable = Optional.of(next);
                node = next;
            } else {
                node = node.literals.computeIfAbsent(segment, key -> new Node());
            }
        }
        put(node.methods, method, route);
        if (route.variables().isEmpty()) {
            whole.put(route.template(), node.methods);
        }
    }

    private static void put(Map<String, Route> methods, String method, Route route) {
        if (methods.putIfAbsent(method, route) != null) {
            throw new IllegalStateException("route registered twice: " + method + " " + route.template());
        }
    }

    /** Looks a path up that begins with a slash. */
    Found find(String method, String path) {
        Map<String, Route> methods = whole.get(path);
        Route literal = methods == null ? null : methods.getOrDefault(method, methods.get(ANY));
        if (literal != null) {
            return new Found.Hit(literal, List.of());
        }
        List<String> values = new ArrayList<>(2);
        Search search = new Search(method, segments(path));
        Optional<Route> hit = search.at(root, 0, values);
        if (hit.isPresent()) {
            return new Found.Hit(hit.get(), values);
        }
        return search.known ? new Found.OtherMethods(search.unversioned) : new Found.Nothing();
    }

    private static String[] segments(String path) {
        return path.substring(1).split("/", -1);
    }

    private static final class Search {
        private final String method;
        private final String[] segments;
        private boolean known;
        private boolean unversioned;

        private Search(String method, String[] segments) {
            this.method = method;
            this.segments = segments;
        }

        private Optional<Route> at(Node node, int index, List<String> values) {
            if (index == segments.length) {
                return choose(node.methods);
            }
            String segment = segments[index];
            Node literal = node.literals.get(segment);
            if (literal != null) {
                Optional<Route> hit = at(literal, index + 1, values);
                if (hit.isPresent()) {
                    return hit;
                }
            }
            if (node.variable.isPresent() && !segment.isEmpty()) {
                values.add(segment);
                Optional<Route> hit = at(node.variable.get(), index + 1, values);
                if (hit.isPresent()) {
                    return hit;
                }
                values.removeLast();
            }
            for (Greedy greedy : node.greedy) {
                Optional<List<String>> matched = greedy.match(segments, index);
                if (matched.isEmpty()) {
                    continue;
                }
                Optional<Route> hit = choose(greedy.methods());
                if (hit.isPresent()) {
                    values.addAll(matched.get());
                    return hit;
                }
            }
            return Optional.empty();
        }

        private Optional<Route> choose(Map<String, Route> methods) {
            if (methods.isEmpty()) {
                return Optional.empty();
            }
            known = true;
            unversioned |= methods.values().stream().anyMatch(Route::unversioned);
            Route route = methods.get(method);
            return Optional.ofNullable(route != null ? route : methods.get(ANY));
        }
    }

    /** Every method and template, for the table of what is served. */
    List<String> operations() {
        List<String> all = new ArrayList<>();
        collect(root, all);
        all.sort(null);
        return all;
    }

    private static void collect(Node node, List<String> all) {
        node.methods.forEach((method, route) -> all.add(method + " " + route.template()));
        node.greedy.forEach(
                greedy -> greedy.methods().forEach((method, route) -> all.add(method + " " + route.template())));
        node.literals.values().forEach(next -> collect(next, all));
        node.variable.ifPresent(next -> collect(next, all));
    }
}
