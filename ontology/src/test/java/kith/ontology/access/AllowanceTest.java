package kith.ontology.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.Bytes;
import kith.ontology.bytes.MalformedException;
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
