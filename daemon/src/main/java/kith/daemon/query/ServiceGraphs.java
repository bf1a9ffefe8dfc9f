package kith.daemon.query;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.jspecify.annotations.Nullable;

/**
 * The graphs that kith itself says of a space: found by their names alone, never among the graphs of the space, and not
 * to be written. Each is made when it is first asked for. For one request and one thread.
 */
final class ServiceGraphs {
    static final Node PROVENANCE = NodeFactory.createURI("urn:kith:provenance");
    static final Node MEMBERSHIP = NodeFactory.createURI("urn:kith:membership");

    static final Set<Node> NAMES = Set.of(PROVENANCE, MEMBERSHIP);

    private final @Nullable Supplier<Graph> makesProvenance;
    private final @Nullable Supplier<Graph> makesMembership;
    private @Nullable Graph provenance;
    private @Nullable Graph membership;

    private ServiceGraphs(@Nullable Supplier<Graph> provenance, @Nullable Supplier<Graph> membership) {
        this.makesProvenance = provenance;
        this.makesMembership = membership;
    }

    static ServiceGraphs of(Supplier<Graph> provenance, Supplier<Graph> membership) {
        return new ServiceGraphs(provenance, membership);
    }

    /** Where there are none: a question that names one is refused. */
    static ServiceGraphs ofThePast() {
        return new ServiceGraphs(null, null);
    }

    boolean areOfThePast() {
        return makesProvenance == null;
    }

    static boolean isName(Node graph) {
        return NAMES.contains(graph);
    }

    /** @throws KithException USER, NOT_ALLOWED if the graph is not to be written */
    static void mustBeWritable(Node graph) {
        if (isName(graph)) {
            throw KithException.user(
                    Code.NOT_ALLOWED,
                    "<" + graph.getURI() + "> is what kith itself says of the space: it is there to be read");
        }
    }

    /**
     * The graph of that name.
     *
     * @throws KithException USER, USAGE if the question is about the past
     */
    Optional<Graph> named(Node graph) {
        if (graph.equals(PROVENANCE)) {
            provenance = provenance == null ? made(makesProvenance) : provenance;
            return Optional.of(provenance);
        }
        if (graph.equals(MEMBERSHIP)) {
            membership = membership == null ? made(makesMembership) : membership;
            return Optional.of(membership);
        }
        return Optional.empty();
    }

    private static Graph made(@Nullable Supplier<Graph> maker) {
        if (maker == null) {
            throw KithException.user(
                    Code.USAGE, "provenance and membership are told as they are now; ask without a moment of the past");
        }
        return maker.get();
    }
}
