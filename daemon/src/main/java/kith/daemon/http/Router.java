package kith.daemon.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import kith.ontology.fault.Code;

/** Finds the resource for a path and a method. Immutable once it is in use. */
final class Router {
    private static final String ANY = "*";

    private final List<Entry> entries = new ArrayList<>();

    private record Entry(List<String> pattern, Map<String, Resource> methods) {
        boolean fits(List<String> path) {
            if (path.size() != pattern.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                boolean same = pattern.get(i).equals(path.get(i));
                if (!same && (!pattern.get(i).equals(ANY) || path.get(i).isEmpty())) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Adds a resource; {@code *} in the path stands for one segment. GET answers HEAD too. */
    Router add(String method, String path, Resource resource) {
        List<String> pattern = List.of(path.substring(1).split("/", -1));
        for (Entry entry : entries) {
            if (entry.pattern.equals(pattern)) {
                entry.methods.put(method, resource);
                return this;
            }
        }
        Map<String, Resource> methods = new TreeMap<>();
        methods.put(method, resource);
        entries.add(new Entry(pattern, methods));
        return this;
    }

    /**
     * The resource that answers.
     *
     * @throws Refusal 404 or 405
     */
    Resource find(Head head) {
        for (Entry entry : entries) {
            if (entry.fits(head.path())) {
                String method = head.isHead() ? "GET" : head.method();
                Resource resource = entry.methods.get(method);
                if (resource == null) {
                    throw Refusal.method(
                            head.method(),
                            String.join(", ", entry.methods.keySet()).replace("GET", "GET, HEAD"));
                }
                return resource;
            }
        }
        throw new Refusal(404, Code.NOT_FOUND, "there is nothing at this path", "GET /health is a beginning");
    }
}
