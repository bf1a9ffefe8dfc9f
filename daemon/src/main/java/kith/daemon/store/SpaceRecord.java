package kith.daemon.store;

import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.SpaceId;

/**
 * What the store notes of a space when it is made or joined.
 *
 * @param number local, from 1, never used again
 * @param name what this home calls it, unique in this store
 * @param createdMillis when it was made or joined here
 * @param ticket the text of the ticket while joining, else empty: kept so that joining goes on after a restart
 */
public record SpaceRecord(int number, SpaceId id, String name, long createdMillis, String ticket) {
    private static final int MAX_NAME_BYTES = 256;
    private static final int MAX_TICKET_BYTES = 4_096;

    SpaceRecord with(String otherTicket) {
        return new SpaceRecord(number, id, name, createdMillis, otherTicket);
    }

    byte[] bytes() {
        return new ByteWriter()
                .bytes(id.value())
                .text(name)
                .varint(createdMillis)
                .text(ticket)
                .toArray();
    }

    static SpaceRecord read(int number, byte[] value) {
        ByteReader in = new ByteReader(Bytes.owned(value));
        return new SpaceRecord(
                number,
                new SpaceId(in.bytes(SpaceId.BYTES)),
                in.text(MAX_NAME_BYTES, "name"),
                in.varint(),
                in.text(MAX_TICKET_BYTES, "ticket"));
    }
}
