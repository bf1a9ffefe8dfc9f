package kith.daemon.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Optional;
import kith.ontology.bytes.MalformedException;
import kith.ontology.testkit.Decoding;
import kith.ontology.testkit.Gen;

/** What peers say. */
enum MessageDecoder implements Decoding {
    /** A type, then a payload. */
    MESSAGE {
        @Override
        public byte[] good(Gen gen) {
            Message message = SomeMessages.any(gen);
            byte[] payload = MessageCodec.encode(message);
            byte[] good = new byte[1 + payload.length];
            good[0] = (byte) MessageCodec.type(message);
            System.arraycopy(payload, 0, good, 1, payload.length);
            return good;
        }

        @Override
        public void take(byte[] bytes) {
            if (bytes.length == 0) {
                throw new MalformedException("no type", 0);
            }
            taken(bytes[0] & 0xff, Arrays.copyOfRange(bytes, 1, bytes.length));
        }
    },
    /** The payload of the one message that a stranger may send. */
    HELLO {
        @Override
        public byte[] good(Gen gen) {
            return MessageCodec.encode(SomeMessages.all(gen).getFirst());
        }

        @Override
        public void take(byte[] bytes) {
            taken(TYPE_OF_HELLO, bytes);
        }
    };

    private static final int TYPE_OF_HELLO = 1;

    /** Reads it and, if it is a message, writes it and reads it again. */
    private static void taken(int type, byte[] payload) {
        MessageCodec.decode(type, payload)
                .ifPresent(message -> assertEquals(
                        Optional.of(message),
                        MessageCodec.decode(MessageCodec.type(message), MessageCodec.encode(message))));
    }
}
