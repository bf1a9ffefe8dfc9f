package kith.ontology.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.bytes.Tlv;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SignedDelta;
import kith.ontology.delta.VerifiedDelta;
import kith.ontology.identity.VerifyingKey;

/** A piece of a branch of a control log as the content of an act: the log's root, and a run as it travels. */
final class Branches {
    private static final int ROOT = 2;
    private static final int RUN = 4;
    private static final Set<Integer> OF_BRANCH = Set.of(ROOT, RUN);

    private Branches() {}

    static Tlv fields(Act.Branch branch) {
        ByteWriter run = new ByteWriter();
        DeltaCodec.write(branch.run(), run);
        return new Tlv().with(ROOT, branch.root().bytes()).with(RUN, run.toBytes());
    }

    static Act.Branch branch(ByteReader in) {
        Tlv fields = Tlv.read(in, OF_BRANCH);
        ByteReader root = fields.required(ROOT);
        ByteReader run = fields.required(RUN);
        Act.Branch branch = new Act.Branch(LogRoot.read(root), DeltaCodec.read(run));
        root.end();
        run.end();
        return branch;
    }

    /**
     * The deltas of a piece, whose chain and signature hold. A branch that one of them tells says nothing: what is
     * nested without end would be read without end.
     */
    static List<ControlDelta> read(LogRoot root, DeltaRun run) {
        if (root.plane() != Plane.CONTROL) {
            throw new MalformedException("a branch of a log of data", 0);
        }
        VerifyingKey author = VerifyingKey.of(root.author())
                .orElseThrow(() -> new MalformedException("an author whose key is no key", 0));
        LogHead before = new LogHead(run.firstSeq() - 1, run.previousLink(), 0);
        Bytes previous = run.previousLink();
        List<ControlDelta> read = new ArrayList<>();
        for (VerifiedDelta each : DeltaCodec.verify(root, author, before, run)) {
            SignedDelta delta = each.delta();
            Act act = ActCodec.isBranch(delta.entry().payload())
                    ? new Act.Unknown()
                    : ActCodec.decode(delta.entry().payload()).orElseGet(Act.Unknown::new);
            read.add(new ControlDelta(root, delta.dot(), delta.entry().clock(), previous, delta.link(), act));
            previous = delta.link();
        }
        return read;
    }
}
