package kith.daemon.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kith.ontology.identity.KeyId;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.Quad;

/** What stations of a {@link NetWorld} were told is safe: each says now and then what nobody else says and nobody takes back. */
final class Ledger {
    private final Map<Quad, KeyId> safe = new LinkedHashMap<>();
    /** Whose right was ended once: what they said since, before they heard of it, counts for nothing. */
    private final Set<KeyId> ended = new HashSet<>();

    /** Whose disk was set back once: what it said before may be nowhere but at others. */
    private final Set<KeyId> setBack = new HashSet<>();

    private int count;

    /** Something that was never said. */
    Quad fresh() {
        return Quad.create(
                Quad.defaultGraphIRI,
                NodeFactory.createURI("urn:ledger:" + ++count),
                NodeFactory.createURI("urn:said"),
                NodeFactory.createLiteralString(String.valueOf(count)));
    }

    /** Its author was told that it lasts. */
    void acknowledged(Quad said, KeyId author) {
        if (!ended.contains(author)) {
            safe.put(said, author);
        }
    }

    /** An author's right ends; what {@code witness} heard of it stands. */
    void ends(KeyId author, Station witness) {
        ended.add(author);
        mayBeLost(author, List.of(witness));
    }

    /** What an author said and none of {@code others} heard may be lost from now on. */
    void mayBeLost(KeyId author, List<Station> others) {
        safe.entrySet()
                .removeIf(entry -> entry.getValue().equals(author)
                        && others.stream().noneMatch(other -> other.shows(entry.getKey())));
    }

    /** An author's disk is set back: what it said, and others whose disks were, may be lost unless one of these heard it. */
    void setsBack(KeyId author, List<Station> others) {
        setBack.add(author);
        setBack.forEach(each -> mayBeLost(each, others));
    }

    /** What is safe and a station does not show. */
    List<Quad> lackedBy(Station station) {
        List<Quad> lacked = new ArrayList<>();
        safe.keySet().stream().filter(said -> !station.shows(said)).forEach(lacked::add);
        return lacked;
    }

    int size() {
        return safe.size();
    }
}
