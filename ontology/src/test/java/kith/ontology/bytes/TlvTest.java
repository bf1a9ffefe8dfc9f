package kith.ontology.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.Set;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Mangled;
import kith.ontology.testkit.Seeds;
import org.junit.jupiter.api.Test;

final class TlvTest {
    private static final Set<Integer> KNOWN = Set.of(1, 2, 3, 4, 200);

    @Seeds(50)
    void whateverIsTakenIsTheOneFormOfItsFields(Gen gen) {
        Tlv fields = new Tlv();
        gen.some(KNOWN.stream().sorted().toList()).forEach(tag -> fields.with(tag, gen.bytes(gen.from(0, 9))));

        Mangled.each(gen, 100, fields.toArray(), bytes -> {
            byte[] again = read(bytes).toArray();
            if (again.length == bytes.length) {
                assertArrayEquals(bytes, again);
            }
        });
    }

    @Test
    void tagsAscendAndNoneComesTwice() {
        assertEquals(Optional.of(Bytes.of(new byte[] {9})), read(1, 1, 9, 2, 0).field(1));
        assertThrows(MalformedException.class, () -> read(2, 0, 1, 0));
        assertThrows(MalformedException.class, () -> read(2, 0, 2, 0));
    }

    @Test
    void anUnknownFieldIsSkippedWhereItsTagIsOddAndRefusedWhereItIsEven() {
        assertEquals(Optional.of(Bytes.EMPTY), read(4, 0, 5, 1, 1).field(4));
        assertThrows(MalformedException.class, () -> read(4, 0, 6, 1, 1));
    }

    @Test
    void aFieldThatMustBeThereAndIsNotIsAFault() {
        Tlv none = new Tlv();

        assertThrows(MalformedException.class, () -> none.required(2));
        assertThrows(MalformedException.class, () -> none.number(2));
        assertThrows(MalformedException.class, () -> none.text(2, 10));
        assertThrows(MalformedException.class, () -> none.with(2, new byte[3]).required(2, 2));
        assertThrows(
                MalformedException.class, () -> none.with(2, new byte[] {1, 1}).number(2));
        assertThrows(MalformedException.class, () -> none.withText(2, "toolong").text(2, 6));
    }

    @Test
    void thereAreAtMost64Fields() {
        ByteWriter out = new ByteWriter();
        for (int i = 0; i < 64; i++) {
            out.varint(2 * i + 5).u8(0);
        }

        Tlv.read(new ByteReader(out.toArray()), Set.of());
        byte[] more = out.varint(2 * 64 + 5).u8(0).toArray();
        assertThrows(MalformedException.class, () -> Tlv.read(new ByteReader(more), Set.of()));
    }

    private static Tlv read(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return read(bytes);
    }

    private static Tlv read(byte[] bytes) {
        return Tlv.read(new ByteReader(bytes), KNOWN);
    }
}
