package kith.ontology.delta;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.MalformedException;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Mangled;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeDeltas;
import org.junit.jupiter.api.Test;

final class LogRootTest {
    @Seeds(50)
    void whateverIsTakenIsTheOneFormOfItsRoot(Gen gen) {
        LogRoot root = SomeDeltas.root(gen, SomeDeltas.key("author"), gen.pickOf(Plane.values()));

        assertEquals(root, read(root.bytes()));
        Mangled.each(gen, 50, root.bytes(), bytes -> {
            LogRoot other = read(bytes);
            assertArrayEquals(bytes, other.bytes());
            assertEquals(other.equals(root), other.id().equals(root.id()));
        });
    }

    @Test
    void aFoundingLogHasNoGrantAndSpeaksOfControl() {
        Gen gen = new Gen(1);
        LogRoot founding = LogRoot.founding(SomeDeltas.key("founder").id(), gen.bytes(LogRoot.INCARNATION_BYTES));
        LogRoot granted = new LogRoot(
                SpaceId.UNBORN, founding.author(), founding.incarnation(), Plane.CONTROL, new GrantId(gen.bytes(32)));
        LogRoot data =
                new LogRoot(SpaceId.UNBORN, founding.author(), founding.incarnation(), Plane.DATA, GrantId.UNBORN);

        assertEquals(founding, read(founding.bytes()));
        assertThrows(MalformedException.class, () -> read(granted.bytes()));
        assertThrows(MalformedException.class, () -> read(data.bytes()));
    }

    @Test
    void anAuthorWhoStartsAgainHasAnotherLog() {
        Gen gen = new Gen(1);
        LogRoot one = SomeDeltas.root(gen, SomeDeltas.key("author"), Plane.DATA);
        LogRoot again = new LogRoot(one.space(), one.author(), gen.bytes(16), one.plane(), one.grant());

        assertNotEquals(one.id(), again.id());
    }

    private static LogRoot read(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        LogRoot root = LogRoot.read(in);
        in.end();
        return root;
    }
}
