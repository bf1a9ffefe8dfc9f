package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
import kith.ontology.delta.GrantId;
import kith.ontology.delta.LogRoot;
import kith.ontology.delta.Plane;
import kith.ontology.delta.SpaceId;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Seeds;
import kith.ontology.testkit.SomeActs;
import org.junit.jupiter.api.Test;

final class AllowanceTest {
    private static final Scope NARROW = new Scope(Set.of(), Set.of("urn:a"), Set.of(), Set.of(Scope.Deed.ASSERT));

    @Test
    void onlyWhatIsOfAStrictlyWeakerLevelMayBeGiven() {
        for (Level own : Level.values()) {
            for (Level other : Level.values()) {
                assertEquals(
                        own.code() > other.code(), Allowance.of(own).mayGive(Allowance.of(other)), own + " " + other);
            }
        }
    }

    @Test
    void onlyWhatIsOfAScopeThatOnesOwnContainsMayBeGiven() {
        Allowance admin = new Allowance(Level.ADMIN, NARROW, Allowance.UNLIMITED);

        assertTrue(admin.mayGive(new Allowance(Level.WRITER, NARROW, 1)));
        assertFalse(admin.mayGive(Allowance.of(Level.WRITER)));
    }

    @Test
    void belowAdminAndUnderAQuotaLogsHaveNumbers() {
        Allowance admin = new Allowance(Level.ADMIN, Scope.ALL, 1);
        Allowance writer = Allowance.of(Level.WRITER);
        Allowance little = new Allowance(Level.WRITER, Scope.ALL, 1);
        Bytes last = Allowance.incarnation(Allowance.MAX_MEMBER_LOGS - 1);
        Bytes past = Allowance.incarnation(Allowance.MAX_MEMBER_LOGS);

        for (Allowance each : List.of(admin, writer, little)) {
            assertTrue(each.letsSpeak(log(Plane.CONTROL, last)) && each.letsSpeak(log(Plane.DATA, last)));
        }
        assertTrue(admin.letsSpeak(log(Plane.CONTROL, past)));
        assertFalse(writer.letsSpeak(log(Plane.CONTROL, past)) || little.letsSpeak(log(Plane.CONTROL, past)));
        assertTrue(writer.letsSpeak(log(Plane.DATA, past)));
        assertFalse(admin.letsSpeak(log(Plane.DATA, past)) || little.letsSpeak(log(Plane.DATA, past)));
    }

    private static LogRoot log(Plane plane, Bytes incarnation) {
        Bytes any = Bytes.owned(new byte[32]);
        return new LogRoot(new SpaceId(any), new KeyId(any), incarnation, plane, new GrantId(any));
    }

    @Seeds(200)
    void anAllowanceSurvivesItsForm(Gen gen) {
        Allowance allowance = SomeActs.allowance(gen);

        assertEquals(allowance, Allowance.read(new ByteReader(Bytes.owned(allowance.bytes()))));
    }

    @Test
    void aLevelThatIsNoneIsMalformed() {
        assertEquals(Allowance.of(Level.ROOT), Allowance.read(new ByteReader(Bytes.hex("020106"))));
        for (String form : new String[] {"020100", "020107", "02020180", ""}) {
            assertThrows(MalformedException.class, () -> Allowance.read(new ByteReader(Bytes.hex(form))), form);
        }
    }

    @Test
    void aQuotaHasAtMost63Bits() {
        Allowance most = new Allowance(Level.WRITER, Scope.ALL, Long.MAX_VALUE);

        assertEquals(most, Allowance.read(new ByteReader(Bytes.owned(most.bytes()))));
        Bytes past = Bytes.hex("020103" + "060a" + "80808080808080808001");
        assertThrows(MalformedException.class, () -> Allowance.read(new ByteReader(past)));
    }
}
