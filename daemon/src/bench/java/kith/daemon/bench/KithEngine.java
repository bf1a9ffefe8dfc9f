package kith.daemon.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import kith.daemon.exchange.Document;
import kith.daemon.exchange.ImportLimits;
import kith.daemon.exchange.Importing;
import kith.daemon.exchange.Spool;
import kith.daemon.exchange.Syntax;
import kith.daemon.machine.RealMachine;
import kith.daemon.query.Modification;
import kith.daemon.query.QueryLimits;
import kith.daemon.query.Question;
import kith.daemon.query.ReplicaSpaces;
import kith.daemon.query.RowFormat;
import kith.daemon.query.Sandbox;
import kith.daemon.query.SpaceAccess;
import kith.daemon.query.WriteAccess;
import kith.daemon.replica.Durability;
import kith.daemon.replica.Replicas;
import kith.daemon.replica.Self;
import kith.daemon.store.Store;
import kith.daemon.store.Watermark;
import kith.ontology.bytes.Bytes;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.SigningKey;
import org.apache.jena.sparql.core.DatasetGraph;

/** kith without its doors: signed deltas, history and all, by the classes that the doors use. */
final class KithEngine implements Engine {
    /** As the daemon has it when nothing is said. */
    private static final Store.Memory MEMORY = new Store.Memory(
            64L << 20,
            64L << 20,
            Runtime.getRuntime().maxMemory() / 4,
            Runtime.getRuntime().maxMemory() / 12,
            Runtime.getRuntime().maxMemory() / 16);

    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final QueryLimits LIMITS = new QueryLimits(CAP, Long.MAX_VALUE, Long.MAX_VALUE);
    private static final ImportLimits IMPORTS = new ImportLimits(Long.MAX_VALUE, Long.MAX_VALUE);
    private static final String SPACE = "bench";

    private final Path folder;
    private final Sandbox sandbox = Sandbox.install(Map.of());
    private final Self self = self();
    private RealMachine machine;
    private Store store;
    private Durability durability;
    private Replicas replicas;
    private SpaceAccess space;

    KithEngine(Path folder) {
        this.folder = folder;
        open();
        replicas.found(SPACE);
        space = space();
    }

    private static Self self() {
        SigningKey person = SigningKey.fromSeed(Bytes.sha256(new byte[] {1}));
        SigningKey device = SigningKey.fromSeed(Bytes.sha256(new byte[] {2}));
        return new Self(device, person, DeviceCertificate.issue(person, device.id(), 1), "bench");
    }

    private void open() {
        machine = new RealMachine(fault -> {
            throw new IllegalStateException("a lane failed", fault);
        });
        store = Store.open(folder.resolve("store"), MEMORY);
        durability = new Durability(store, Watermark.open(folder.resolve("watermark")), machine);
        replicas = new Replicas(store, durability, machine, self);
    }

    private SpaceAccess space() {
        return new ReplicaSpaces(replicas, machine::random).space(SPACE).orElseThrow();
    }

    /** What {@code kith import} has the daemon do, from the moment that all bytes are there. */
    @Override
    public void load(Path quads) {
        try (Spool spool = new Spool(folder, Long.MAX_VALUE)) {
            fill(spool, quads);
            Document document = new Document(sandbox, spool, Syntax.NQ, new Document.Target(null, null));
            Importing.of(document, space, IMPORTS, "");
        }
    }

    private static void fill(Spool spool, Path quads) {
        try (FileChannel in = FileChannel.open(quads)) {
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            while (in.read(buffer.clear()) >= 0) {
                spool.write(buffer.flip());
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + quads, e);
        }
    }

    @Override
    public void answer(String query, OutputStream rows) {
        answer(query, RowFormat.TSV, rows);
    }

    @Override
    public void answerJson(String query, OutputStream rows) {
        answer(query, RowFormat.JSON, rows);
    }

    private void answer(String query, RowFormat format, OutputStream rows) {
        DatasetGraph dataset = space.read();
        try {
            Question.parse(sandbox, query, List.of(), List.of()).rows(dataset, LIMITS, format, rows);
        } finally {
            dataset.close();
        }
    }

    @Override
    public void update(String update) {
        Modification modification = Modification.parse(sandbox, update, List.of(), List.of());
        try (WriteAccess write = space.write()) {
            modification.make(write, PATIENCE, Long.MAX_VALUE);
            write.commit("");
        }
    }

    @Override
    public void compact() {
        store.spaces().forEach(each -> each.purge().compact());
    }

    @Override
    public void reopen() {
        close();
        open();
        space = space();
    }

    @Override
    public void close() {
        machine.close();
        durability.finish();
        store.close();
    }
}
