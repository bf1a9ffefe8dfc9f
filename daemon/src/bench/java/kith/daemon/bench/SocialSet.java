package kith.daemon.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * People, the organisations they belong to and the devices they look after, at sites: the same quads for the same seed
 * and size, anywhere. About eleven quads a person; a few people are known by very many.
 */
final class SocialSet {
    static final String PREFIXES = """
            PREFIX : <http://example.org/v#>
            PREFIX d: <http://example.org/d/>
            PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
            PREFIX foaf: <http://xmlns.com/foaf/0.1/>
            PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
            """;

    private static final double QUADS_A_PERSON = 10.9;
    private static final String[] SYLLABLES = {
        "ba", "co", "di", "fe", "gu", "ha", "ji", "ko", "lu", "me", "na", "os", "pe", "ri", "sa", "tu", "va", "wi",
        "yo", "ze"
    };
    private static final String[] WORDS = {
        "roof", "solar", "mesh", "valley", "repair", "garden", "night", "ferry", "bread", "archive", "choir", "harbour"
    };
    private static final int SITES = 500;

    private final SplittableRandom random;
    private final int people;
    private final int organisations;
    private final int devices;
    private long quads;

    SocialSet(long seed, long quads) {
        this.random = new SplittableRandom(seed);
        this.people = (int) Math.max(100, quads / QUADS_A_PERSON);
        this.organisations = Math.max(10, people / 100);
        this.devices = people * 2 / 5;
    }

    /** Writes all as N-Quads; gives back how many. */
    long write(Path file) {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (int i = 0; i < organisations; i++) {
                organisation(out, i);
            }
            for (int i = 0; i < people; i++) {
                person(out, i);
            }
            for (int i = 0; i < devices; i++) {
                device(out, i);
            }
            return quads;
        } catch (IOException e) {
            throw new IllegalStateException("cannot write " + file, e);
        }
    }

    private void organisation(BufferedWriter out, int i) throws IOException {
        String org = d("org" + i);
        say(out, org, RDF_TYPE, v("Organisation"));
        say(out, org, v("title"), text(name() + " " + WORDS[random.nextInt(WORDS.length)]));
        say(out, org, v("site"), d("site" + random.nextInt(SITES)));
        if (i > 0) {
            say(out, org, v("partOf"), d("org" + random.nextInt(Math.max(1, i / 3 + 1))));
        }
    }

    private void person(BufferedWriter out, int i) throws IOException {
        String person = d("person" + i);
        say(out, person, RDF_TYPE, foaf("Person"));
        say(out, person, foaf("name"), text(name() + " " + name()));
        say(out, person, foaf("age"), typed(String.valueOf(16 + random.nextInt(70)), "integer"));
        say(out, person, v("joined"), typed(day(), "date"));
        int known = 1 + random.nextInt(6);
        for (int k = 0; k < known; k++) {
            // The square of a chance draws near the first: some are known by many.
            double chance = random.nextDouble();
            say(out, person, foaf("knows"), d("person" + (int) (people * chance * chance)));
        }
        say(out, person, v("memberOf"), d("org" + random.nextInt(organisations)));
        if (random.nextInt(10) == 0) {
            say(out, person, v("note"), text(note()));
        }
        if (random.nextInt(4) == 0) {
            say(out, person, foaf("mbox"), "<mailto:" + name() + i + "@example.org>");
        }
    }

    private void device(BufferedWriter out, int i) throws IOException {
        String device = d("device" + i);
        say(out, device, RDF_TYPE, v("Device"));
        say(out, device, v("owner"), d("person" + random.nextInt(people)));
        say(out, device, v("model"), text("model " + random.nextInt(200)));
        say(out, device, v("site"), d("site" + random.nextInt(SITES)));
        say(out, device, v("since"), typed(day(), "date"));
    }

    private String note() {
        StringBuilder note = new StringBuilder();
        for (int i = 4 + random.nextInt(8); i > 0; i--) {
            note.append(WORDS[random.nextInt(WORDS.length)])
                    .append(' ')
                    .append(name())
                    .append(' ');
        }
        return note.toString().strip();
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            name.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        return name.toString();
    }

    private String day() {
        return LocalDate.ofEpochDay(14_000 + random.nextInt(6_000)).toString();
    }

    private void say(BufferedWriter out, String subject, String predicate, String object) throws IOException {
        out.write(subject);
        out.write(' ');
        out.write(predicate);
        out.write(' ');
        out.write(object);
        out.write(" .\n");
        quads++;
    }

    private static final String RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>";

    private static String d(String local) {
        return "<http://example.org/d/" + local + ">";
    }

    private static String v(String local) {
        return "<http://example.org/v#" + local + ">";
    }

    private static String foaf(String local) {
        return "<http://xmlns.com/foaf/0.1/" + local + ">";
    }

    private static String text(String value) {
        return "\"" + value + "\"";
    }

    private static String typed(String value, String type) {
        return "\"" + value + "\"^^<http://www.w3.org/2001/XMLSchema#" + type + ">";
    }
}
