package kith.daemon.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Open data of people, organisations and devices, as their authors publish them, written as N-Quads. */
final class OpenSets {
    static final List<String> NAMES = List.of("congress", "apache", "ror", "devicetypes");

    private static final Gson JSON = new GsonBuilder()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .create();

    private final Path data;

    /**
     * The sets in a folder.
     *
     * @param data with a folder a set
     */
    OpenSets(Path data) {
        this.data = data;
    }

    /** Writes a set; gives back how many quads it has, repeated ones counted. */
    long write(String name, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            Path folder = data.resolve(name);
            switch (name) {
                case "congress" -> congress(folder, out);
                case "apache" -> apache(folder, out);
                case "ror" -> ror(folder, out);
                default -> deviceTypes(folder, out);
            }
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        }
    }

    private static void congress(Path folder, Writer out) throws IOException {
        TreeQuads quads = new TreeQuads(out, Map.of("bioguide", "person"), Map.of());
        for (String file : List.of("legislators-current", "legislators-social-media", "legislators-district-offices")) {
            for (Map<?, ?> each : maps(yaml(folder.resolve(file + ".yaml")))) {
                Map<?, ?> ids = (Map<?, ?>) each.get("id");
                quads.tree(TreeQuads.thing("person", ids.get("bioguide")), each);
            }
        }
        for (Map<?, ?> each : maps(yaml(folder.resolve("committees-current.yaml")))) {
            committee(quads, each.get("thomas_id").toString(), each);
        }
        Map<?, ?> members = (Map<?, ?>) yaml(folder.resolve("committee-membership-current.yaml"));
        for (Map.Entry<?, ?> each : members.entrySet()) {
            for (Map<?, ?> member : maps(each.getValue())) {
                String membership = TreeQuads.thing("membership", each.getKey() + "-" + member.get("bioguide"));
                quads.say(membership, "committee", TreeQuads.iri(TreeQuads.thing("committee", each.getKey())));
                quads.tree(membership, member);
            }
        }
    }

    private static void committee(TreeQuads quads, String id, Map<?, ?> committee) throws IOException {
        Map<Object, Object> plain = new LinkedHashMap<>(committee);
        Object parts = plain.remove("subcommittees");
        quads.tree(TreeQuads.thing("committee", id), plain);
        for (Map<?, ?> each : maps(parts == null ? List.of() : parts)) {
            String part = id + each.get("thomas_id");
            quads.say(TreeQuads.thing("committee", part), "partOf", TreeQuads.iri(TreeQuads.thing("committee", id)));
            committee(quads, part, each);
        }
    }

    private static void apache(Path folder, Writer out) throws IOException {
        TreeQuads quads = new TreeQuads(
                out,
                Map.of("groups", "group", "group", "group", "pmc", "group", "person", "person", "chair", "person"),
                Map.of("roster", "person"));
        named(quads, "person", json(folder.resolve("people.json")));
        named(quads, "project", json(folder.resolve("projects.json")));
        named(quads, "podling", json(folder.resolve("podlings.json")));
        for (String file : List.of("committees.json", "committees-retired.json")) {
            for (Map<?, ?> each : maps(json(folder.resolve(file)))) {
                quads.tree(TreeQuads.thing("committee", each.get("id")), each);
            }
        }
    }

    private static void named(TreeQuads quads, String kind, Object map) throws IOException {
        for (Map.Entry<?, ?> each : ((Map<?, ?>) map).entrySet()) {
            quads.tree(TreeQuads.thing(kind, each.getKey()), (Map<?, ?>) each.getValue());
        }
    }

    /** Each organisation as the last release has it that names it. */
    private static void ror(Path folder, Writer out) throws IOException {
        Map<String, Map<?, ?>> latest = new LinkedHashMap<>();
        for (Path release : files(folder, ".ndjson")) {
            try (Stream<String> lines = Files.lines(release)) {
                lines.map(line -> JSON.fromJson(line, Map.class))
                        .forEach(each -> latest.put(each.get("id").toString(), each));
            }
        }
        TreeQuads quads = new TreeQuads(out, Map.of(), Map.of());
        for (Map.Entry<String, Map<?, ?>> each : latest.entrySet()) {
            quads.tree(each.getKey(), each.getValue());
        }
    }

    private static void deviceTypes(Path folder, Writer out) throws IOException {
        TreeQuads quads = new TreeQuads(out, Map.of("manufacturer", "maker"), Map.of());
        for (Path file : files(folder, ".yaml")) {
            Map<?, ?> device = (Map<?, ?>) yaml(file);
            quads.tree(TreeQuads.thing("device", device.get("manufacturer") + "-" + device.get("model")), device);
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<?, ?>> maps(Object list) {
        return (List<Map<?, ?>>) list;
    }

    private static Object json(Path file) throws IOException {
        try (Reader in = Files.newBufferedReader(file)) {
            return JSON.fromJson(in, Object.class);
        }
    }

    private static Object yaml(Path file) throws IOException {
        try (Reader in = Files.newBufferedReader(file)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
        }
    }
}
