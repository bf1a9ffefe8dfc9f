package kith.ontology.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import kith.ontology.fault.KithException;
import kith.ontology.testkit.Gen;
import kith.ontology.testkit.Mangled;
import kith.ontology.testkit.Seeds;
import org.junit.jupiter.api.Test;

final class ByteReaderTest {
    @Seeds(100)
    void whatIsWrittenIsRead(Gen gen) {
        long number = gen.magnitude(63);
        String text = gen.text();
        byte[] bytes = gen.array(gen.from(0, 40));
        byte[] written = new ByteWriter()
                .u8((int) number)
                .u16((int) number)
                .u24((int) number)
                .u32(number)
                .u64(number)
                .varint(number)
                .text(text)
                .sized(bytes)
                .toArray();

        ByteReader in = new ByteReader(written);

        assertEquals(number & 0xff, in.u8());
        assertEquals(number & 0xffff, in.u16());
        assertEquals(number & 0xffffff, in.u24());
        assertEquals(number & 0xffffffffL, in.u32());
        assertEquals(number, in.u64());
        assertEquals(number, in.varint());
        assertEquals(text, in.text(written.length, "text"));
        assertArrayEquals(bytes, in.sized(40, "bytes").toArray());
        in.end();
    }

    @Seeds(50)
    void aNumberHasOneForm(Gen gen) {
        byte[] good = new ByteWriter().varint(gen.magnitude(63)).toArray();

        Mangled.each(gen, 100, good, bytes -> {
            ByteReader in = new ByteReader(bytes);
            long number = in.varint();
            in.end();
            assertArrayEquals(bytes, new ByteWriter().varint(number).toArray());
        });
    }

    @Test
    void aNumberHasAtMost63Bits() {
        byte[] most = new ByteWriter().varint(Long.MAX_VALUE).toArray();
        byte[] more = Bytes.hex("80808080808080808001").toArray();
        byte[] padded = Bytes.hex("8000").toArray();
        byte[] endless = Bytes.hex("ffffffffffffffffffffffff").toArray();

        assertEquals(9, most.length);
        assertEquals(Long.MAX_VALUE, new ByteReader(most).varint());
        for (byte[] wrong : List.of(more, padded, endless)) {
            assertThrows(MalformedException.class, () -> new ByteReader(wrong).varint());
        }
        assertThrows(IllegalArgumentException.class, () -> new ByteWriter().varint(-1));
    }

    @Test
    void aCountIsHeldToWhatIsLeft() {
        byte[] bytes = new ByteWriter().varint(3).bytes(new byte[11]).toArray();

        assertEquals(3, new ByteReader(bytes).count(3, 3, "things"));
        assertThrows(MalformedException.class, () -> new ByteReader(bytes).count(2, 3, "things"));
        assertThrows(MalformedException.class, () -> new ByteReader(bytes).count(3, 4, "things"));
    }

    @Test
    void textIsStrictlyUtf8() {
        for (String wrong : List.of("c080", "eda080", "f4908080", "ff", "e28", "c3")) {
            byte[] bytes =
                    Bytes.hex(wrong.length() % 2 == 0 ? wrong : wrong + "0").toArray();
            byte[] sized = new ByteWriter().sized(bytes).toArray();
            assertThrows(MalformedException.class, () -> new ByteReader(sized).text(10, "text"));
        }
        byte[] odd = "\u0000\ufeff\uffff\ud83d\ude00".getBytes(StandardCharsets.UTF_8);
        byte[] sized = new ByteWriter().sized(odd).toArray();
        assertEquals("\u0000\ufeff\uffff\ud83d\ude00", new ByteReader(sized).text(20, "text"));
    }

    @Test
    void aReaderStaysInItsPart() {
        ByteReader whole = new ByteReader(new byte[] {1, 2, 3, 4, 5});
        ByteReader part = whole.part(2);

        assertEquals(1, part.u8());
        assertEquals(2, part.u8());
        assertThrows(MalformedException.class, part::u8);
        assertEquals(3, whole.u8());
        assertThrows(MalformedException.class, whole::end);
        assertThrows(MalformedException.class, () -> whole.take(3));
        assertThrows(MalformedException.class, () -> whole.take(-1));
    }

    @Test
    void aFaultSaysWhatAndWhereAndBlamesThePeer() {
        ByteReader in = new ByteReader(new byte[] {1, 2});
        in.u8();

        MalformedException fault = assertThrows(MalformedException.class, () -> in.u32());

        assertEquals(KithException.Blame.PEER, fault.blame());
        assertEquals(2, fault.offset());
        assertEquals("needs 1 bytes, has 0 at byte 2", fault.getMessage());
    }
}
