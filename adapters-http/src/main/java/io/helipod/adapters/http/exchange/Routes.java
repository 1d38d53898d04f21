package io.helipod.adapters.http.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of what is served. Templates are whole literal paths without version prefix, so that a URL in a bug report is one search
 * away: {@code /libpod/containers/{name}/json}; {@code {name:.+}} takes slashes, {@code {rest:.*}} anything. Routes below {@code /libpod/} answer only with
 * a version prefix, all others with and without (behaviour.md 1).
 */
public final class Routes {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z]+)(:\\.[+*])?}");
    private final RouteTree tree = new RouteTree();

    public void get(String template, RouteHandler handler) {
        add("GET", template, handler, false, false, false);
    }

    public void post(String template, RouteHandler handler) {
        add("POST", template, handler, false, false, false);
    }

    public void put(String template, RouteHandler handler) {
        add("PUT", template, handler, false, false, false);
    }

    public void delete(String template, RouteHandler handler) {
        add("DELETE", template, handler, false, false, false);
    }

    /** HEAD is served only where it is registered. */
    public void head(String template, RouteHandler handler) {
        add("HEAD", template, handler, false, false, false);
    }

    /** GET of a libpod route that answers without version prefix too; there is one, the ping. */
    public void getUnversioned(String template, RouteHandler handler) {
        add("GET", template, handler, true, false, false);
    }

    /** HEAD of a libpod route that answers without version prefix too. */
    public void headUnversioned(String template, RouteHandler handler) {
        add("HEAD", template, handler, true, false, false);
    }

    /** Every method. */
    public void any(String template, RouteHandler handler) {
        add("*", template, handler, false, false, false);
    }

    /**
     * Every method, answered without the API's version headers, and only below version prefixes of digits and dots, or none:
     * what stands for a whole family of paths (behaviour.md 1, 2).
     */
    public void anyPlain(String template, RouteHandler handler) {
        add("*", template, handler, false, true, true);
    }

    /** Every {@code METHOD template}, sorted. */
    public List<String> operations() {
        return tree.operations();
    }

    RouteTree tree() {
        return tree;
    }

    private void add(
            String method, String template, RouteHandler handler, boolean unversioned, boolean bare, boolean plain) {
        List<String> variables = new ArrayList<>();
        Matcher matcher = VARIABLE.matcher(template);
        while (matcher.find()) {
            variables.add(matcher.group(1));
        }
        boolean both = unversioned || !template.startsWith("/libpod/");
        tree.add(method, new RouteTree.Route(template, List.copyOf(variables), handler, both, bare, plain));
    }
}
