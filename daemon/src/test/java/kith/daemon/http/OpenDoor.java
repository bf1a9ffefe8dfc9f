package kith.daemon.http;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.daemon.exchange.ImportLimits;
import kith.daemon.query.PlainSpace;
import kith.daemon.query.QueryLimits;
import kith.daemon.query.Sandbox;
import kith.daemon.query.SpaceAccess;
import kith.daemon.query.Spaces;
import kith.ontology.vocab.Prefixes;

/** A door that is open, for tests: on a Unix socket and on loopback TCP, with one space called home. */
final class OpenDoor implements AutoCloseable {
    static final String TOKEN = "0123456789abcdef0123456789abcdef";
    static final Sandbox SANDBOX = Sandbox.install(Prefixes.map());
    static final DoorSettings.Limits LIMITS = new DoorSettings.Limits(
            new QueryLimits(Duration.ofSeconds(60), 10_000, 1 << 20),
            Duration.ofSeconds(60),
            new ImportLimits(8 << 20, 100_000));

    final PlainHousehold household = new PlainHousehold();
    final PlainSpace space;
    final Path socket;
    final Path spool;
    private final LocalDoor door;

    OpenDoor(Path folder) {
        this(
                folder,
                PlainSpace.of("PREFIX ex: <http://example.org/> ex:s ex:p 1 . GRAPH ex:g { ex:s ex:p 2 }"),
                LIMITS);
    }

    OpenDoor(Path folder, PlainSpace space, DoorSettings.Limits limits) {
        this(folder, space, limits, name -> name.equals("home") ? Optional.of((SpaceAccess) space) : Optional.empty());
    }

    OpenDoor(Path folder, PlainSpace space, DoorSettings.Limits limits, Spaces spaces) {
        this.space = space;
        this.socket = folder.resolve("run/kithd.sock");
        this.spool = folder.resolve("spool");
        DoorSettings.Tcp tcp = new DoorSettings.Tcp(
                new InetSocketAddress("127.0.0.1", 0),
                BearerToken.of(TOKEN),
                Set.of("localhost", "127.0.0.1", "[::1]"),
                Set.of("https://trusted.example"));
        this.door = LocalDoor.open(new DoorSettings(socket, spool, tcp, limits), household, spaces, SANDBOX);
    }

    int port() {
        return door.tcpAddress().orElseThrow().getPort();
    }

    /** A fresh connection over the Unix socket. */
    Raw raw() {
        return Raw.unix(socket);
    }

    /** A fresh connection over TCP. */
    Raw tcp() {
        return Raw.tcp(port());
    }

    /** One GET over the Unix socket. */
    Raw.Answer get(String target, String... headers) {
        try (Raw raw = raw()) {
            return raw.ask("GET", target, "", headers);
        }
    }

    /** One POST over the Unix socket. */
    Raw.Answer post(String target, String type, String body, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Type: " + type;
        try (Raw raw = raw()) {
            return raw.ask("POST", target, body, all);
        }
    }

    static String encoded(Map<String, String> form) {
        StringBuilder text = new StringBuilder();
        form.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(encoded(value)));
        return text.toString();
    }

    static String encoded(String value) {
        return java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        door.close();
    }
}
