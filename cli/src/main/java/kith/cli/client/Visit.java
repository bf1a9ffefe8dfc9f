package kith.cli.client;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/**
 * A visit to one daemon: each resource behind its door as a method. Every method throws {@link Refusal} as
 * {@link Door#send} does.
 */
public final class Visit {
    /** How long the daemon may be silent while it works: longer than any limit of its own that people set. */
    public static final Duration WORK = Duration.ofMinutes(10);

    /** How long it may take to write all of a space anew. */
    private static final Duration LONG_WORK = Duration.ofHours(12);

    private static final String JSON = "application/json";

    private static final String LINES = "application/x-ndjson";

    private final Door door;

    public Visit(Door door) {
        this.door = door;
    }

    public Home home() {
        return door.home();
    }

    public Json health() {
        return door.send(Request.get("/health")).json();
    }

    public Json status() {
        return door.send(Request.get("/v1/status")).json();
    }

    public void stop() {
        post("/v1/stop", Json.of(Map.of()), Request.PATIENCE);
    }

    public List<Json> spaces() {
        return door.send(Request.get("/v1/spaces")).json().items();
    }

    public Json createSpace(String name) {
        return createSpace(Map.of("name", Json.of(name)));
    }

    /** Founds a space; {@code wish} has its name and how it is founded. */
    public Json createSpace(Map<String, Json> wish) {
        return post("/v1/spaces", Json.of(wish), Request.PATIENCE);
    }

    /** One space with its digest: the daemon reads all of it. */
    public Json space(String name) {
        return door.send(Request.get(space(name, "")).waiting(WORK)).json();
    }

    /** Everybody in a space, with their devices and rights. */
    public List<Json> members(String space) {
        return door.send(Request.get(space(space, "/members"))).json().items();
    }

    /** Rights, ways in and bans of a space. */
    public Json shares(String space) {
        return door.send(Request.get(space(space, "/shares"))).json();
    }

    /**
     * Changes rights in a space, or tells what that would do.
     *
     * @param resource invites, grants, ends, admissions, recoveries, paper or leave
     */
    public Json rights(String space, String resource, Map<String, Json> wish) {
        return post(space(space, "/" + resource), Json.of(wish), WORK);
    }

    /** A ticket for whatever {@code can} says. */
    public Json invite(String space, String can, Duration expires) {
        Map<String, Json> wish = new LinkedHashMap<>();
        wish.put("can", Json.of(can));
        wish.put("expiresSeconds", Json.of(expires.toSeconds()));
        return rights(space, "invites", wish);
    }

    /** The claim of this node for a ticket, to be carried by hand. */
    public Json claim(String ticket) {
        return post("/v1/claim", Json.of(Map.of("ticket", Json.of(ticket))), Request.PATIENCE);
    }

    /** The keys of the node, without secrets. */
    public Json keys() {
        return door.send(Request.get("/v1/keys")).json();
    }

    /** Changes the device key of the node, or tells what that would do. */
    public Json rotateKey(Map<String, Json> wish) {
        return post("/v1/keys/rotation", Json.of(wish), WORK);
    }

    /** What a ticket is for; nothing is joined. */
    public Json ticket(String ticket) {
        Map<String, Json> wish = Map.of("ticket", Json.of(ticket), "dryRun", Json.of(true));
        return post("/v1/join", Json.of(wish), Request.PATIENCE);
    }

    public Json join(String ticket, Duration timeout) {
        Map<String, Json> wish = new LinkedHashMap<>();
        wish.put("ticket", Json.of(ticket));
        wish.put("timeoutSeconds", Json.of(timeout.toSeconds()));
        return post("/v1/join", Json.of(wish), timeout.plus(Request.PATIENCE));
    }

    public List<Json> peers() {
        return door.send(Request.get("/v1/peers")).json().items();
    }

    public Json addPeer(String node, String address) {
        Map<String, Json> peer = new LinkedHashMap<>();
        peer.put("node", Json.of(node));
        peer.put("address", Json.of(address));
        return post("/v1/peers", Json.of(peer), Request.PATIENCE);
    }

    /** Single peers, and the way to them. */
    public Neighbours neighbours() {
        return new Neighbours(door, this::post);
    }

    /** Brings all spaces, or the one named, in step with the peers. */
    public Json sync(String space, boolean wait, Duration timeout) {
        Map<String, Json> wish = new LinkedHashMap<>();
        if (!space.isEmpty()) {
            wish.put("space", Json.of(space));
        }
        wish.put("wait", Json.of(wait));
        wish.put("timeoutSeconds", Json.of(timeout.toSeconds()));
        return post("/v1/sync", Json.of(wish), timeout.plus(Request.PATIENCE));
    }

    public List<Json> log(String space, long limit) {
        return door.send(Request.get(space(space, "/log?limit=" + limit)))
                .json()
                .items();
    }

    /** What is in conflict in a space, and whether there may be more. */
    public Json conflicts(String space, long limit) {
        return door.send(Request.get(space(space, "/conflicts?limit=" + limit)).waiting(WORK))
                .json();
    }

    /** Everything held of the conflicts of a thing; {@code options} of the query part: thing, field. */
    public Json conflict(String space, Map<String, String> options) {
        return door.send(Request.get(space(space, "/conflicts/thing" + query(options)))
                        .waiting(WORK))
                .json();
    }

    /** Ends a conflict; the receipt. */
    public Json settle(String space, Map<String, Json> wish) {
        return post(space(space, "/conflicts/settle"), Json.of(wish), WORK);
    }

    /** One delta with its author and all that it says. */
    public Json delta(String space, String id) {
        return door.send(Request.get(space(space, delta(id))).waiting(WORK)).json();
    }

    /** Who said what is shown of a thing; {@code options} of the query part: thing, field. */
    public List<Json> blame(String space, Map<String, String> options) {
        return door.send(Request.get(space(space, "/blame" + query(options))).waiting(WORK))
                .json()
                .items();
    }

    /** What was ever said of a thing; {@code options} of the query part: thing, field, limit. */
    public List<Json> history(String space, Map<String, String> options) {
        return door.send(Request.get(space(space, "/history" + query(options))).waiting(WORK))
                .json()
                .items();
    }

    /** What changed between two moments; {@code options} of the query part: from, to, limit. */
    public Json diff(String space, Map<String, String> options) {
        return door.send(Request.get(space(space, "/diff" + query(options))).waiting(WORK))
                .json();
    }

    /** Undoes a delta by another; the receipt. */
    public Json revert(String space, String id, Map<String, String> options) {
        String target = space(space, delta(id) + "/revert" + query(options));
        return postNothing(target);
    }

    /** The rules and shapes in force. */
    public List<Json> schema(String space) {
        return door.send(Request.get(space(space, "/schema")).waiting(WORK))
                .json()
                .items();
    }

    /** The shapes of a name, or what is said of a predicate. */
    public Json schemaEntry(String space, String key) {
        return door.send(Request.get(space(space, "/schema/entry" + query(Map.of("key", key))))
                        .waiting(WORK))
                .json();
    }

    /** Sets a rule; {@code options} of the query part: predicate, class, policy, dry-run. */
    public Json schemaRule(String space, Map<String, String> options) {
        return postNothing(space(space, "/schema/rules" + query(options)));
    }

    /** Sets the shapes of a name, given as Turtle. */
    public Json schemaShapes(String space, String name, Map<String, String> options, byte[] turtle) {
        String shapes = Request.segment(name, "the name of the shapes", "kith schema list");
        String target = space(space, "/schema/shapes/" + shapes + query(options));
        Request request = Request.post(target, "text/turtle", new ByteArrayInputStream(turtle), turtle.length);
        return door.send(request.waiting(WORK)).json();
    }

    /** Takes a rule or shapes away; {@code options} of the query part: key, class, dry-run. */
    public Json schemaRemove(String space, Map<String, String> options) {
        return postNothing(space(space, "/schema/remove" + query(options)));
    }

    /** Erases for ever, or tells what that would do; {@code options} of the query part. */
    public Json erase(String space, Map<String, String> options) {
        Request request =
                Request.post(space(space, "/erase" + query(options)), JSON, new ByteArrayInputStream(new byte[0]), 0);
        return door.send(request.waiting(WORK)).json();
    }

    /** How far what was erased is gone. */
    public Json erased(String space) {
        return door.send(Request.get(space(space, "/erase"))).json();
    }

    public List<Json> doctor() {
        return door.send(Request.get("/v1/doctor").waiting(WORK))
                .json()
                .at("checks")
                .items();
    }

    /**
     * A document to be sent.
     *
     * @param type its media type
     * @param length in bytes, -1 when unknown
     */
    public record Parcel(String type, InputStream document, long length) {}

    /**
     * Sends a document; each line that tells how far the daemon is with it goes to {@code lines}.
     *
     * @param options of the query part: graph, dry-run, note
     */
    public Json importing(String space, Map<String, String> options, Parcel parcel, Consumer<Json> lines) {
        String target = space(space, "/import" + query(options));
        Request request = Request.post(target, parcel.type(), parcel.document(), parcel.length());
        // A line now and then also shows that the daemon has not come to a stop, however long it all takes.
        Reply reply = door.send(request.accepting(LINES + ", " + JSON).waiting(WORK));
        return reply.type().equals(LINES) ? result(reply, lines) : reply.json();
    }

    public Reply exporting(String space, Map<String, String> options, String accept) {
        return door.send(Request.get(space(space, "/export" + query(options)))
                .accepting(accept)
                .waiting(WORK));
    }

    /** Puts a SPARQL query to the standard endpoint of a space. */
    public Reply query(String space, Map<String, String> options, String sparql, String accept) {
        Request request = Request.post(sparql(space, options), "application/sparql-query", sparql);
        return door.send(request.accepting(accept).waiting(WORK));
    }

    /** How a SPARQL query is answered; {@code options} of the query part: counted, timeout, default-graph-uri. */
    public Json explain(String space, Map<String, String> options, String sparql) {
        Request request = Request.post(space(space, "/explain" + query(options)), "application/sparql-query", sparql);
        return door.send(request.waiting(WORK)).json();
    }

    /**
     * Watches a query; each line goes to {@code lines} as it comes.
     *
     * @return the last line, which tells why it ended; throws UNREACHABLE when the daemon went away
     */
    public Json watch(String space, Map<String, String> options, String sparql, Consumer<Json> lines) {
        String target = "/spaces/" + named(space) + "/watch" + query(options);
        Request request = Request.post(target, "application/sparql-query", sparql);
        try (Reply reply = door.send(request.accepting(LINES).waiting(WORK))) {
            return reply.lines(lines)
                    .filter(last -> last.text("event", "").equals("end"))
                    .orElseThrow(() -> gone(null));
        } catch (Refusal e) {
            // An answer that never ends by itself breaks off when the daemon stops.
            throw e.blame() == KithException.Blame.HOST && e.code() == Code.FAILED ? gone(e) : e;
        }
    }

    private static Refusal gone(@Nullable Refusal why) {
        return Refusal.broken(Code.UNREACHABLE, "the daemon went away, and tells no more", "kith daemon status", why);
    }

    /** Puts a SPARQL update to the standard endpoint of a space; the receipt. */
    public Json update(String space, Map<String, String> options, String sparql) {
        Request request = Request.post(sparql(space, options), "application/sparql-update", sparql);
        return door.send(request.waiting(WORK)).json();
    }

    /** Has a backup written to {@code file}; each line that tells how far it is goes to {@code lines}. */
    public Json backup(Path file, Consumer<Json> lines) {
        return told("/v1/backup" + query(Map.of("file", file.toString())), lines);
    }

    /** Has everything looked at again; progress and faults go to {@code lines}. */
    public Json verify(Consumer<Json> lines) {
        return told("/v1/verify", lines);
    }

    /** Has a space brought into little room. */
    public Json compact(String space) {
        Request request = Request.post(space(space, "/compact"), JSON, new ByteArrayInputStream(new byte[0]), 0);
        return door.send(request.waiting(LONG_WORK)).json();
    }

    /** Hands on line after line of an answer; the result that its last line is. */
    private Json told(String target, Consumer<Json> lines) {
        Request request = Request.post(target, JSON, new ByteArrayInputStream(new byte[0]), 0);
        return result(door.send(request.waiting(WORK)), lines);
    }

    static Json result(Reply all, Consumer<Json> lines) {
        try (Reply reply = all) {
            Optional<Json> last = reply.lines(lines);
            if (last.flatMap(line -> line.find("error")).isPresent()) {
                throw Door.refusal(last.get());
            }
            return last.flatMap(line -> line.find("result"))
                    .orElseThrow(() -> Refusal.of(
                            Code.UNREACHABLE, "the daemon closed the connection before it was done", "kith doctor"));
        }
    }

    private Json postNothing(String target) {
        Request request = Request.post(target, JSON, new ByteArrayInputStream(new byte[0]), 0);
        return door.send(request.waiting(WORK)).json();
    }

    private Json post(String target, Json body, Duration patience) {
        byte[] text = JsonText.line(body).getBytes(StandardCharsets.UTF_8);
        Request request = Request.post(target, JSON, new ByteArrayInputStream(text), text.length);
        return door.send(request.waiting(patience)).json();
    }

    static String space(String name, String rest) {
        return "/v1/spaces/" + named(name) + rest;
    }

    private static String delta(String id) {
        return "/deltas/" + Request.segment(id, "the id of the change", "kith log");
    }

    private static String sparql(String space, Map<String, String> options) {
        return "/spaces/" + named(space) + "/sparql" + query(options);
    }

    private static String named(String space) {
        return Request.segment(space, "the name of the space", "kith space list");
    }

    static String query(Map<String, String> options) {
        StringBuilder query = new StringBuilder();
        for (Map.Entry<String, String> option : options.entrySet()) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(option.getKey())
                    .append('=')
                    .append(Request.encoded(option.getValue()));
        }
        return query.toString();
    }
}
