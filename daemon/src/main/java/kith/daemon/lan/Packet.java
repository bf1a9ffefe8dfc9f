package kith.daemon.lan;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsPtrRecord;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordEncoder;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Packets of multicast DNS (RFC 6762, RFC 6763), as far as they are about nodes. Names end in a dot. Whatever else is in a
 * packet is passed over; one that is none is nothing at all, for the network is full of them. Pure.
 */
final class Packet {
    static final int MAX_BYTES = 9_000;
    /** Questions and records of a packet; the rest of it is not read. */
    static final int MAX_RECORDS = 256;

    static final String SERVICE = "_kith._tcp.local.";

    private static final int HEADER_BYTES = 12;
    private static final int RESPONSE = 0x8000;
    private static final int AUTHORITATIVE = 0x0400;
    /** Bits of the header that say that it is no plain question or answer: RFC 6762, 18.3 and 18.11. */
    private static final int ODD = 0x780f;

    private static final int UNIQUE = DnsRecord.CLASS_IN | 0x8000;
    private static final int ANY = 255;
    private static final int SRV_HEAD_BYTES = 6;

    private Packet() {}

    /** Where a name says that it may be called. */
    record Offer(String name, long ttlSeconds, String host, int port) {}

    /**
     * What was heard.
     *
     * @param asked the names that somebody asks about
     * @param known the names that whoever asks knows already
     * @param offers empty where it is a question
     */
    record Heard(Set<String> asked, Set<String> known, List<Offer> offers, Map<String, List<InetAddress>> hosts) {}

    /**
     * What is said of this node on one network.
     *
     * @param ttlSeconds how long it is to be believed; 0: it goes away
     */
    record Said(List<String> names, String host, int port, List<InetAddress> addresses, int ttlSeconds) {}

    /** The name of an instance of the service. */
    static String named(String label) {
        return label + "." + SERVICE;
    }

    /** Who is there? */
    static byte[] question() {
        ByteBuf out = header(0, 1, 0);
        try {
            DnsRecordEncoder.DEFAULT.encodeQuestion(new DefaultDnsQuestion(SERVICE, DnsRecordType.PTR), out);
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
        return ByteBufUtil.getBytes(out);
    }

    static byte[] answer(Said said) {
        List<DnsRecord> records = new ArrayList<>();
        for (String name : said.names()) {
            records.add(new DefaultDnsPtrRecord(SERVICE, DnsRecord.CLASS_IN, said.ttlSeconds(), name));
            ByteBuf place = Unpooled.buffer().writeInt(0).writeShort(said.port());
            for (String label : said.host().split("\\.", -1)) {
                place.writeByte(label.length()).writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            }
            records.add(raw(name, DnsRecordType.SRV, said, place));
            records.add(raw(name, DnsRecordType.TXT, said, Unpooled.buffer().writeByte(0)));
        }
        for (InetAddress address : said.addresses()) {
            byte[] bytes = address.getAddress();
            DnsRecordType type = bytes.length == Integer.BYTES ? DnsRecordType.A : DnsRecordType.AAAA;
            records.add(raw(said.host(), type, said, Unpooled.wrappedBuffer(bytes)));
        }
        ByteBuf out = header(RESPONSE | AUTHORITATIVE, 0, records.size());
        try {
            for (DnsRecord record : records) {
                DnsRecordEncoder.DEFAULT.encodeRecord(record, out);
            }
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
        return ByteBufUtil.getBytes(out);
    }

    private static DnsRecord raw(String name, DnsRecordType type, Said said, ByteBuf content) {
        return new DefaultDnsRawRecord(name, type, UNIQUE, said.ttlSeconds(), content);
    }

    private static ByteBuf header(int flags, int questions, int answers) {
        return Unpooled.buffer()
                .writeShort(0)
                .writeShort(flags)
                .writeShort(questions)
                .writeShort(answers)
                .writeInt(0);
    }

    /** What is in a packet; empty if it is none, or neither a plain question nor a plain answer. */
    static Optional<Heard> read(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes.length > MAX_BYTES) {
            return Optional.empty();
        }
        try {
            return new Reading(Unpooled.wrappedBuffer(bytes)).whole();
        } catch (RuntimeException none) {
            // Whatever the library makes of it.
            return Optional.empty();
        }
    }

    /** One packet, while it is read. */
    private static final class Reading {
        private final ByteBuf in;
        private final Set<String> asked = new HashSet<>();
        private final Set<String> known = new HashSet<>();
        private final List<Offer> offers = new ArrayList<>();
        private final Map<String, List<InetAddress>> hosts = new HashMap<>();

        Reading(ByteBuf in) {
            this.in = in;
        }

        Optional<Heard> whole() {
            in.skipBytes(Short.BYTES);
            int flags = in.readUnsignedShort();
            int questions = in.readUnsignedShort();
            int records = in.readUnsignedShort() + in.readUnsignedShort() + in.readUnsignedShort();
            if ((flags & ODD) != 0) {
                return Optional.empty();
            }
            boolean isQuestion = (flags & RESPONSE) == 0;
            for (int i = 0; i < Math.min(questions, MAX_RECORDS); i++) {
                question();
            }
            for (int i = 0; i < Math.min(records, MAX_RECORDS - questions); i++) {
                record(isQuestion);
            }
            return Optional.of(new Heard(asked, known, offers, hosts));
        }

        private void question() {
            String name = name();
            int type = in.readUnsignedShort();
            in.skipBytes(Short.BYTES);
            boolean ofUse = type == DnsRecordType.PTR.intValue()
                    || type == DnsRecordType.SRV.intValue()
                    || type == DnsRecordType.TXT.intValue()
                    || type == DnsRecordType.A.intValue()
                    || type == DnsRecordType.AAAA.intValue()
                    || type == ANY;
            if (ofUse) {
                asked.add(name);
            }
        }

        private void record(boolean isQuestion) {
            String name = name();
            int type = in.readUnsignedShort();
            in.skipBytes(Short.BYTES);
            long ttl = in.readUnsignedInt();
            int length = in.readUnsignedShort();
            int end = in.readerIndex() + length;
            if (type == DnsRecordType.PTR.intValue() && isQuestion && name.equals(SERVICE)) {
                known.add(name());
            } else if (type == DnsRecordType.SRV.intValue() && !isQuestion && name.endsWith("." + SERVICE)) {
                int port = in.skipBytes(SRV_HEAD_BYTES - Short.BYTES).readUnsignedShort();
                offers.add(new Offer(name, ttl, name(), port));
            } else if (isAddress(type, length) && !isQuestion) {
                hosts.computeIfAbsent(name, first -> new ArrayList<>()).add(address(length));
            }
            in.readerIndex(end);
        }

        private static boolean isAddress(int type, int length) {
            return (type == DnsRecordType.A.intValue() && length == 4)
                    || (type == DnsRecordType.AAAA.intValue() && length == 16);
        }

        private InetAddress address(int length) {
            byte[] bytes = new byte[length];
            in.readBytes(bytes);
            try {
                return InetAddress.getByAddress(bytes);
            } catch (UnknownHostException impossible) {
                throw new AssertionError(impossible);
            }
        }

        private String name() {
            return DefaultDnsRecordDecoder.decodeName(in).toLowerCase(Locale.ROOT);
        }
    }
}
