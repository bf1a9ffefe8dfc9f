package kith.ontology.identity;

import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;

/** What a signature is for; signed in front of the message, so that none serves for another use. */
public enum Context {
    DELTA("kith delta 1\0"),
    TLS("kith tls 1\0"),
    DEVICE("kith device 1\0"),
    CLAIM("kith claim 1\0");

    private final String prefix;

    Context(String prefix) {
        this.prefix = prefix;
    }

    byte[] frame(Bytes message) {
        return new ByteWriter(prefix.length() + message.length())
                .bytes(Bytes.utf8(prefix))
                .bytes(message)
                .toArray();
    }
}
