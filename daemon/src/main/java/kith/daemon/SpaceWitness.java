package kith.daemon;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import kith.daemon.machine.Machine;
import kith.daemon.query.ReplicaSpaces;
import kith.daemon.query.ReplicaSpaces.Told;
import kith.daemon.replica.Replica;
import kith.ontology.delta.Dot;
import kith.ontology.identity.KeyId;
import kith.ontology.vocab.Terms;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;

/** What the service graphs of a space say beside its facts. Safe from any thread. */
final class SpaceWitness implements ReplicaSpaces.Witness {
    private final KeyId node;
    private final String ownName;
    private final Machine machine;

    /** @param ownName what the user of the device {@code node} calls it */
    SpaceWitness(KeyId node, String ownName, Machine machine) {
        this.node = node;
        this.ownName = ownName;
        this.machine = machine;
    }

    @Override
    public Function<Dot, List<Told>> sources(Replica replica) {
        Sources sources = new Sources(replica);
        return dot -> told(sources.of(dot));
    }

    private static List<Told> told(Sources.Source source) {
        return Stream.of(
                        new Told(Terms.KITH_DELTA, text(source.delta())),
                        new Told(Terms.KITH_TIME, time(source.time())),
                        new Told(Terms.KITH_AUTHOR, NodeFactory.createURI(source.author())),
                        new Told(Terms.KITH_PERSON, NodeFactory.createURI(source.person())),
                        new Told(Terms.KITH_DEVICE_NAME, text(source.device())),
                        new Told(Terms.RDFS_COMMENT, text(source.note())))
                .filter(told -> !told.value().isURI() || !told.value().getURI().isEmpty())
                .filter(told -> !told.value().isLiteral()
                        || !told.value().getLiteralLexicalForm().isEmpty())
                .toList();
    }

    static Node text(String text) {
        return NodeFactory.createLiteralString(text);
    }

    static Node time(String time) {
        return NodeFactory.createLiteralDT(time, XSDDatatype.XSDdateTime);
    }

    @Override
    public Graph membership(Replica replica) {
        Roll roll = new Roll(replica.authority(), node, ownName);
        return new MembershipGraph(roll).of(replica.authority(), machine.nowMillis());
    }
}
