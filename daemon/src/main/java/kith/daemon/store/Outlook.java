package kith.daemon.store;

import java.util.List;
import org.apache.jena.sparql.core.Quad;

/**
 * What other views would change in what is shown.
 *
 * @param hidden how many quads would be hidden
 * @param back how many hidden quads would show
 * @param hides some of those that would be hidden
 * @param shows some of those that would show
 */
public record Outlook(long hidden, long back, List<Quad> hides, List<Quad> shows) {
    public Outlook {
        hides = List.copyOf(hides);
        shows = List.copyOf(shows);
    }
}
