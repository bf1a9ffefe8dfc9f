package kith.daemon;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import kith.ontology.access.Authority;
import kith.ontology.vocab.Terms;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.RDF;

/** Who may do what in a space, as RDF: what the roll says of it ({@code docs/membership.md}, "As SPARQL"). */
final class MembershipGraph {
    private static final Map<String, String> TEXTS = Map.of(
            "name", Terms.KITH_DEVICE_NAME,
            "level", Terms.KITH_LEVEL,
            "scope", Terms.KITH_SCOPE,
            "state", Terms.KITH_STATE,
            "reason", Terms.KITH_REASON);
    private static final Map<String, String> KEYS = Map.of(
            "person", Terms.KITH_PERSON,
            "device", Terms.KITH_DEVICE,
            "by", Terms.KITH_BY,
            "subject", Terms.KITH_SUBJECT);
    private static final Map<String, String> TIMES = Map.of(
            "since", Terms.KITH_TIME,
            "time", Terms.KITH_TIME,
            "expires", Terms.KITH_EXPIRES);

    private final Roll roll;
    private final Graph graph = GraphFactory.createDefaultGraph();

    MembershipGraph(Roll roll) {
        this.roll = roll;
    }

    Graph of(Authority authority, long nowMillis) {
        authority.grants().forEach(grant -> grant(roll.row(grant)));
        JsonObject shares = roll.shares(nowMillis);
        shares.getAsJsonArray("invitations").forEach(row -> {
            JsonObject invitation = row.getAsJsonObject();
            Node node = said(invitation, "invitation", Terms.KITH_INVITATION);
            invitation.getAsJsonArray("usedBy").forEach(device -> say(node, Terms.KITH_USED_BY, iri(device)));
        });
        // A ban is of a person or a device, whose name is not one of the ban.
        shares.getAsJsonArray("bans").forEach(row -> said(row.getAsJsonObject(), "ban", Terms.KITH_BAN));
        return graph;
    }

    private void grant(JsonObject row) {
        Node node = said(row, "grant", Terms.KITH_GRANT);
        if (row.has("under")) {
            say(node, Terms.KITH_UNDER, named("grant", row.get("under")));
        }
        if (row.has("ended")) {
            JsonObject ended = row.getAsJsonObject("ended");
            say(node, Terms.KITH_ENDED_BY, iri(ended.get("by")));
            say(node, Terms.KITH_ENDED_AT, SpaceWitness.time(ended.get("time").getAsString()));
            text(node, Terms.KITH_REASON, ended.get("reason"));
        }
    }

    /** Says of a right, a way in or a ban what its row has, and which class it is of. */
    private Node said(JsonObject row, String kind, String type) {
        Node node = named(kind, row.get(kind));
        graph.add(node, RDF.Nodes.type, NodeFactory.createURI(type));
        for (Map.Entry<String, JsonElement> member : row.entrySet()) {
            String key = member.getKey();
            if (TEXTS.containsKey(key)) {
                text(node, TEXTS.get(key), member.getValue());
            } else if (KEYS.containsKey(key)) {
                say(node, KEYS.get(key), iri(member.getValue()));
            } else if (TIMES.containsKey(key)) {
                say(node, TIMES.get(key), SpaceWitness.time(member.getValue().getAsString()));
            }
        }
        if (row.has("quotaBytes")) {
            Node bytes = NodeFactory.createLiteralDT(row.get("quotaBytes").getAsString(), XSDDatatype.XSDinteger);
            say(node, Terms.KITH_QUOTA_BYTES, bytes);
        }
        return node;
    }

    private static Node named(String kind, JsonElement id) {
        return NodeFactory.createURI("urn:kith:" + kind + ":" + id.getAsString());
    }

    private static Node iri(JsonElement did) {
        return NodeFactory.createURI(did.getAsString());
    }

    private void text(Node node, String predicate, JsonElement text) {
        if (!text.getAsString().isEmpty()) {
            say(node, predicate, SpaceWitness.text(text.getAsString()));
        }
    }

    private void say(Node node, String predicate, Node value) {
        graph.add(node, NodeFactory.createURI(predicate), value);
    }
}
