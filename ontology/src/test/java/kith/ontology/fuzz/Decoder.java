package kith.ontology.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import kith.ontology.access.Act;
import kith.ontology.access.ActCodec;
import kith.ontology.access.Claim;
import kith.ontology.access.Ticket;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.bytes.Tlv;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.LogHead;
import kith.ontology.delta.LogId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.DeviceCertificate;
import kith.ontology.identity.KeyId;
import kith.ontology.identity.NodeCertificate;
import kith.ontology.identity.SigningKey;
import kith.ontology.identity.VerifyingKey;
import kith.ontology.quad.TermCodec;
import kith.ontology.testkit.Decoding;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.SomeActs;
import kith.ontology.testkit.SomeDeltas;
import kith.ontology.testkit.SomeTerms;
import kith.ontology.testkit.Vectors;

/** Everything in this module that reads bytes or text from outside. */
enum Decoder implements Decoding {
    TERM {
        @Override
        public byte[] good(Gen gen) {
            return TermCodec.encode(SomeTerms.term(gen)).toArray();
        }

        @Override
        public void take(byte[] bytes) {
            assertEquals(Bytes.of(bytes), TermCodec.encode(TermCodec.decode(bytes)));
        }
    },
    PAYLOAD {
        @Override
        public byte[] good(Gen gen) {
            return EditCodec.encode(SomeDeltas.edit(gen, LOG), LOG).toArray();
        }

        @Override
        public void take(byte[] bytes) {
            Edit edit = EditCodec.decode(Bytes.of(bytes), LOG);
            assertEquals(edit, EditCodec.decode(EditCodec.encode(edit, LOG), LOG));
        }
    },
    RUN {
        @Override
        public byte[] good(Gen gen) {
            LogHead start = LogHead.start(LOG_ROOT.id());
            DeltaRun run = SomeDeltas.withdrawn(gen, start, SomeDeltas.chain(gen, LOG_ROOT, start, AUTHOR));
            ByteWriter out = new ByteWriter();
            DeltaCodec.write(run, out);
            return out.toArray();
        }

        @Override
        public void take(byte[] bytes) {
            ByteReader in = new ByteReader(bytes);
            DeltaRun run = DeltaCodec.read(in);
            in.end();
            ByteWriter out = new ByteWriter();
            DeltaCodec.write(run, out);
            assertArrayEquals(bytes, out.toArray());
            LogHead claimed = new LogHead(run.firstSeq() - 1, run.previousLink(), 0);
            DeltaCodec.verify(LOG_ROOT, KEY, claimed, run);
        }
    },
    ACT {
        @Override
        public byte[] good(Gen gen) {
            return ActCodec.encode(SomeActs.act(gen)).toArray();
        }

        @Override
        public void take(byte[] bytes) {
            Optional<Act> act = ActCodec.decode(Bytes.of(bytes));
            act.ifPresent(said -> assertEquals(act, ActCodec.decode(ActCodec.encode(said))));
        }
    },
    CLAIM {
        @Override
        public byte[] good(Gen gen) {
            return SomeActs.claim(gen, ticket(gen)).bytes().toArray();
        }

        @Override
        public void take(byte[] bytes) {
            Claim claim = Claim.read(Bytes.of(bytes));
            assertEquals(claim, Claim.read(claim.bytes()));
        }
    },
    TICKET {
        @Override
        public byte[] good(Gen gen) {
            return ticket(gen).text().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void take(byte[] bytes) {
            try {
                Ticket ticket = Ticket.parse(new String(bytes, StandardCharsets.UTF_8));
                assertEquals(ticket, Ticket.parse(ticket.text()));
            } catch (MalformedException ours) {
                throw new AssertionError("a ticket is typed by a user, not sent by a peer", ours);
            } catch (KithException refused) {
                assertEquals(Code.USAGE, refused.code());
                throw new MalformedException(refused.getMessage(), 0);
            }
        }
    },
    ROOT {
        @Override
        public byte[] good(Gen gen) {
            return SomeDeltas.root(gen, AUTHOR, gen.pickOf(Plane.values())).bytes();
        }

        @Override
        public void take(byte[] bytes) {
            ByteReader in = new ByteReader(bytes);
            LogRoot root = LogRoot.read(in);
            in.end();
            assertArrayEquals(bytes, root.bytes());
        }
    },
    CERTIFICATE {
        @Override
        public byte[] good(Gen gen) {
            ByteWriter out = new ByteWriter();
            SomeActs.unsigned(gen).write(out);
            return out.toArray();
        }

        @Override
        public void take(byte[] bytes) {
            ByteReader in = new ByteReader(bytes);
            DeviceCertificate certificate = DeviceCertificate.read(in);
            in.end();
            ByteWriter out = new ByteWriter();
            certificate.write(out);
            assertArrayEquals(bytes, out.toArray());
            certificate.holds();
        }
    },
    FIELDS {
        @Override
        public byte[] good(Gen gen) {
            Tlv fields = new Tlv();
            gen.some(KNOWN.stream().sorted().toList()).forEach(tag -> fields.with(tag, gen.bytes(gen.from(0, 9))));
            return fields.toArray();
        }

        @Override
        public void take(byte[] bytes) {
            byte[] once = Tlv.read(new ByteReader(bytes), KNOWN).toArray();
            assertArrayEquals(once, Tlv.read(new ByteReader(once), KNOWN).toArray());
        }
    },
    DID {
        @Override
        public byte[] good(Gen gen) {
            return new KeyId(gen.bytes(KeyId.BYTES)).did().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void take(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.UTF_8);
            try {
                assertEquals(text, KeyId.parse(text).did());
            } catch (IllegalArgumentException refused) {
                throw new MalformedException("no did", 0);
            }
        }
    },
    NODE_CERTIFICATE {
        @Override
        public byte[] good(Gen gen) {
            return SHOWN.bytes("certificate").toArray();
        }

        @Override
        public void take(byte[] bytes) {
            try {
                X509Certificate shown = (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
                NodeCertificate.verify(shown, Instant.ofEpochSecond(SHOWN.number("now")));
            } catch (CertificateException | KithException refused) {
                throw new MalformedException("no certificate", 0);
            }
        }
    };

    private static final SigningKey AUTHOR = SomeDeltas.key("author");
    private static final VerifyingKey KEY = VerifyingKey.of(AUTHOR.id()).orElseThrow();
    private static final LogRoot LOG_ROOT = SomeDeltas.root(new Gen(1), AUTHOR, Plane.DATA);
    private static final LogId LOG = LOG_ROOT.id();
    private static final Vectors.Vector SHOWN =
            Vectors.read("node-certificate.txt").getFirst();
    private static final Set<Integer> KNOWN = Set.of(1, 2, 3, 4, 200);

    private static Ticket ticket(Gen gen) {
        return SomeActs.ticket(gen, new SpaceId(gen.bytes(SpaceId.BYTES)));
    }
}
