package kith.daemon;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kith.daemon.http.Upkeep;
import kith.daemon.machine.Machine;
import kith.daemon.replica.Replica;
import kith.daemon.replica.Replicas;
import kith.daemon.store.Examination.Fault;
import kith.daemon.store.Store;
import kith.daemon.store.Watermark;
import kith.daemon.upkeep.Backup;
import kith.daemon.upkeep.Verification;
import kith.ontology.access.Grant;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** Backups, verification, compaction and sizes, as the door asks for them. Safe from any thread. */
final class Safekeeping implements Upkeep {
    private static final long TELL_NANOS = 200_000_000;

    private final Replicas replicas;
    private final Backup backup;
    private final Verification verification;
    private final Machine machine;
    private final List<String> title;

    /** What is kept. */
    record Kept(Replicas replicas, Store store, Watermark watermark) {}

    /** @param title lines that a backup begins with */
    Safekeeping(Kept kept, Machine machine, Backup backup, List<String> title) {
        this(
                kept.replicas(),
                machine,
                backup,
                title,
                new Verification(
                        kept.store(), kept.replicas(), machine, backup.home().verified()));
    }

    private Safekeeping(
            Replicas replicas, Machine machine, Backup backup, List<String> title, Verification verification) {
        this.replicas = replicas;
        this.backup = backup;
        this.machine = machine;
        this.title = List.copyOf(title);
        this.verification = verification;
    }

    @Override
    public JsonObject backup(Path file, Listener listener) {
        List<String> lines = new ArrayList<>(List.of("made " + Standings.time(machine.nowMillis())));
        lines.addAll(title);
        Pace pace = new Pace(listener);
        Backup.Made made = backup.write(file, lines, (done, of) -> pace.step("files", done, of));
        JsonObject answer = new JsonObject();
        answer.addProperty("file", made.file().toString());
        answer.addProperty("bytes", made.bytes());
        return answer;
    }

    @Override
    public JsonObject verify(Listener listener) {
        Pace pace = new Pace(listener);
        Verification.Outcome outcome = verification.run(new Verification.Course() {
            @Override
            public void step(String part, long done, long of) {
                pace.step(part, done, of);
            }

            @Override
            public void found(Fault fault) {
                JsonObject line = new JsonObject();
                line.add("fault", json(fault));
                listener.tell(line);
            }
        });
        JsonObject answer = new JsonObject();
        answer.addProperty("faults", outcome.faults());
        answer.addProperty("spaces", outcome.spaces());
        return answer;
    }

    private static JsonObject json(Fault fault) {
        JsonObject json = new JsonObject();
        json.addProperty("part", fault.part());
        json.addProperty("space", fault.space());
        fault.log().ifPresent(log -> json.addProperty("log", log.value().toHex()));
        if (fault.first() > 0) {
            json.addProperty("first", fault.first());
            json.addProperty("last", fault.last());
        }
        json.addProperty("says", fault.says());
        return json;
    }

    /** Tells how far something is, a few times a second. */
    private final class Pace {
        private final Listener listener;
        private long told = machine.ticks();

        Pace(Listener listener) {
            this.listener = listener;
        }

        void step(String part, long done, long of) {
            long now = machine.ticks();
            if (now - told < TELL_NANOS) {
                return;
            }
            told = now;
            JsonObject progress = new JsonObject();
            progress.addProperty("part", part);
            progress.addProperty("done", done);
            progress.addProperty("of", of);
            JsonObject line = new JsonObject();
            line.add("progress", progress);
            listener.tell(line);
        }
    }

    @Override
    public JsonObject compact(String name) {
        Replica replica = replicas.named(name)
                .orElseThrow(() -> KithException.user(Code.NOT_FOUND, "no space named " + name + " here"));
        JsonObject answer = new JsonObject();
        answer.addProperty("space", name);
        answer.addProperty("before", bytes(replica));
        Promises.kept(replica.fold());
        answer.addProperty("whole", replica.store().purge().compact());
        answer.addProperty("after", bytes(replica));
        return answer;
    }

    private static long bytes(Replica replica) {
        return replica.store().bytes().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Adds to {@code space} how much there is of it: {@code logs}, {@code members}, {@code bytes} by kind. */
    static void measure(Replica replica, JsonObject space) {
        space.addProperty("logs", replica.store().logs().size());
        space.addProperty(
                "members",
                replica.authority().grants().stream()
                        .filter(grant -> replica.authority().isStanding(grant.id()))
                        .map(Grant::person)
                        .distinct()
                        .count());
        long all = 0;
        for (Map.Entry<String, Long> kind : replica.store().bytes().entrySet()) {
            space.addProperty("bytesOf" + capital(kind.getKey()), kind.getValue());
            all += kind.getValue();
        }
        space.addProperty("bytes", all);
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** {@code {"at"?, "faults", "running"}}. */
    JsonObject verified() {
        Verification.Note last = verification.last();
        JsonObject json = new JsonObject();
        if (last.atMillis() > 0) {
            json.addProperty("at", Standings.time(last.atMillis()));
        }
        json.addProperty("faults", last.faults());
        json.addProperty("running", verification.isRunning());
        return json;
    }

    /** The same for the doctor. */
    JsonObject check() {
        Verification.Note last = verification.last();
        boolean sound = last.faults() == 0;
        JsonObject check = new JsonObject();
        check.addProperty("name", "verified");
        check.addProperty("state", sound ? "ok" : "fail");
        String when = last.atMillis() == 0 ? "" : ", at " + Standings.time(last.atMillis());
        check.addProperty(
                "says",
                last.atMillis() == 0
                        ? "nothing kept was looked at again yet; that comes by itself once a week"
                        : last.faults() + " faults in what is kept" + when);
        if (!sound) {
            check.addProperty("fix", "name them with: kith verify");
        }
        return check;
    }

    /** Begins what is done by itself. */
    void start() {
        verification.start();
    }

    void stop() {
        verification.close();
    }
}
