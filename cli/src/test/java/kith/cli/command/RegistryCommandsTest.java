package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.testkit.FakeDaemon;
import kith.cli.testkit.Shell;
import kith.ontology.vocab.ThingNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People, organisations and devices, against a SPARQL endpoint that really answers. */
@Timeout(60)
class RegistryCommandsTest {
    @TempDir
    Path home;

    private FakeDaemon daemon;
    private Shell shell;

    @BeforeEach
    void open() throws IOException {
        daemon = FakeDaemon.at(home);
        shell = new Shell(home);
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
    }

    @Test
    void whatIsAddedIsShown() {
        Shell.Printed added = done(
                "person",
                "add",
                "ada",
                "--name",
                "Ada Byron",
                "--email",
                "ada@river.example",
                "--email",
                "a@b.example");

        assertTrue(
                added.out().matches("person/ada  urn:uuid:[0-9a-f-]{36}  \\+5 facts  change 3f2a91cc\n"), added.out());
        Json card = JsonText.read(done("person", "get", "ada", "--json").out());
        assertEquals("Ada Byron", card.at("name").text());
        assertEquals("person", card.at("@type").text());
        assertEquals("a@b.example;ada@river.example", sorted(card.at("email")));
    }

    @Test
    void aNewThingGetsAUuidOfVersion7WithTheHourInIt() {
        String id = done("person", "add", "ada", "--name", "Ada", "--json").out();

        String hour = String.format("%012x", Shell.NOW.toEpochMilli());
        String start = "urn:uuid:" + hour.substring(0, 8) + "-" + hour.substring(8) + "-7";
        assertTrue(JsonText.read(id).at("@id").text().startsWith(start), id);
    }

    @Test
    void aRoleHasTheSameNameWhereverItIsAdded() {
        String here = done("role", "add", "treasurer", "--name", "Treasurer", "-o", "json")
                .out();

        assertEquals(
                ThingNames.named("kith.role", "treasurer"),
                JsonText.read(here).at("@id").text());
    }

    @Test
    void aHandleThatIsTakenChangesNothing() {
        done("person", "add", "ada", "--name", "Ada");
        List<String> before = daemon.said();

        Shell.Printed again = shell.run("org", "add", "ada", "--name", "Ada's");

        assertEquals(4, again.status());
        assertEquals("kith: the handle 'ada' is taken; run: kith get ada\n", again.err());
        assertEquals(before, daemon.said());
    }

    @Test
    void referencesAreFoundByHandle() {
        done("person", "add", "ada", "--name", "Ada");
        done("org", "add", "river", "--name", "River Coop");
        done("device", "add", "sw-12", "--name", "Switch", "--owner", "river", "--held-by", "person/ada");

        Json card = JsonText.read(done("get", "device/sw-12", "--json").out());

        assertEquals("river", card.at("owner").text());
        assertEquals("ada", card.at("held-by").text());
    }

    @Test
    void aReferenceToNothingIsNotFound() {
        Shell.Printed printed = shell.run("device", "add", "sw-12", "--name", "Switch", "--owner", "nobody");

        assertEquals(3, printed.status());
        assertEquals("kith: there is no person or org called 'nobody'; run: kith person list\n", printed.err());
    }

    @Test
    void aReferenceOfTheWrongKindIsNotFound() {
        done("role", "add", "treasurer", "--name", "Treasurer");

        assertEquals(
                3,
                shell.run("device", "add", "d", "--name", "D", "--owner", "treasurer")
                        .status());
    }

    @Test
    void aMembershipIsNamedByItsParts() {
        done("person", "add", "ada", "--name", "Ada");
        done("org", "add", "river", "--name", "River");
        String first = done("membership", "add", "--member", "ada", "--org", "river", "-o", "name")
                .out();

        Shell.Printed again = done("membership", "add", "--member", "ada", "--org", "river");

        assertTrue(again.out().startsWith(first.strip()), again.out());
        assertTrue(again.out().endsWith("no change\n"), again.out());
    }

    @Test
    void setReplacesAddsRemovesAndClears() {
        done("device", "add", "sw", "--name", "Switch", "--ip", "10.0.0.1", "--firmware", "1", "--note", "old");

        done("device", "set", "sw", "firmware=7.2.1", "ip+=10.0.0.2", "note=");
        assertEquals("7.2.1", field("device/sw", "firmware"));
        assertEquals("10.0.0.1;10.0.0.2", field("device/sw", "ip"));
        assertEquals("", field("device/sw", "note"));

        done("device", "set", "sw", "ip-=10.0.0.1");
        assertEquals("10.0.0.2", field("device/sw", "ip"));

        done("device", "set", "sw", "ip=10.0.0.8", "--ip", "10.0.0.9");
        assertEquals("10.0.0.8;10.0.0.9", field("device/sw", "ip"));
    }

    @Test
    void sayingTheSameAgainIsNoChange() {
        done("device", "add", "sw", "--name", "Switch", "--firmware", "7");

        assertEquals(
                "device/sw  no change\n",
                done("device", "set", "sw", "firmware=7").out());
    }

    @Test
    void manyAreSetInOneTransactionByNamesFromStandardInput() {
        done("device", "add", "sw-1", "--name", "One", "--status", "lost");
        done("device", "add", "sw-2", "--name", "Two", "--status", "lost");
        String names =
                done("device", "list", "--where", "status=lost", "-o", "name").out();
        assertEquals("device/sw-1\ndevice/sw-2\n", names);

        shell.typing(names);
        Shell.Printed set = done("device", "set", "-", "status=active");

        assertEquals("2 things  +2 facts  -2 facts  change 3f2a91cc\n", set.out());
    }

    @Test
    void aFieldOfOneValueTakesNotTwo() {
        done("person", "add", "ada", "--name", "Ada");

        Shell.Printed two = shell.run("person", "set", "ada", "name=A", "name=B");
        Shell.Printed more = shell.run("person", "set", "ada", "name+=B");

        assertEquals(2, two.status());
        assertEquals("kith: a person has one name, not several; run: kith help person set\n", two.err());
        assertEquals(2, more.status());
    }

    @Test
    void aValueWithoutItsFormIsRejected() {
        Shell.Printed printed = shell.run("device", "add", "sw", "--name", "S", "--mac", "00:1b");

        assertEquals(7, printed.status());
        assertTrue(printed.err().startsWith("kith: mac: the value does not have the right form"), printed.err());
        assertEquals(List.of(), daemon.said());
    }

    @Test
    void aHandleThatIsTakenCannotBeSet() {
        done("person", "add", "ada", "--name", "Ada");
        done("person", "add", "ben", "--name", "Ben");

        assertEquals(4, shell.run("person", "set", "ben", "handle=ada").status());
        assertEquals(0, shell.run("person", "set", "ben", "handle=benno").status());
    }

    @Test
    void removingRetiresAndNamesWhatStillPoints() {
        done("person", "add", "ada", "--name", "Ada");
        done("device", "add", "sw", "--name", "Switch", "--owner", "ada");

        Shell.Printed removed = done("person", "rm", "ada");

        assertTrue(removed.err().contains("still points at it: urn:uuid:"), removed.err());
        assertTrue(removed.err().contains("vf:primaryAccountable"), removed.err());
        assertEquals("", done("person", "list", "-o", "name").out());
        assertEquals(
                "person/ada\n", done("person", "list", "--all", "-o", "name").out());
        assertEquals("retired", field("person/ada", "status"));
    }

    @Test
    void purgingOffATerminalNeedsConsent() {
        done("person", "add", "ada", "--name", "Ada");

        Shell.Printed refused = shell.run("person", "rm", "ada", "--purge");
        assertEquals(2, refused.status());
        assertFalse(daemon.said().isEmpty());

        done("person", "rm", "ada", "--purge", "--yes");
        assertEquals(List.of(), daemon.said());
    }

    @Test
    void purgingOnATerminalAsks() {
        done("person", "add", "ada", "--name", "Ada");
        shell.onTerminal(80);

        assertEquals(
                1, shell.typing("n\n").run("person", "rm", "ada", "--purge").status());
        assertFalse(daemon.said().isEmpty());
        assertEquals(
                0, shell.typing("y\n").run("person", "rm", "ada", "--purge").status());
        assertEquals(List.of(), daemon.said());
    }

    @Test
    void aDryRunShowsTheDifferenceAndWritesNothing() {
        Shell.Printed printed = done("person", "add", "ada", "--name", "Ada", "--dry-run");

        assertTrue(printed.out().contains("+ "), printed.out());
        assertTrue(printed.err().contains("nothing is written"), printed.err());
        assertEquals(List.of(), daemon.said());
    }

    @Test
    void explainPrintsTheSparqlAndDoesNothing() {
        Shell.Printed printed = done("person", "add", "ada", "--name", "Ada", "--explain");

        assertTrue(printed.out().startsWith("INSERT {\n"), printed.out());
        assertEquals(List.of(), daemon.said());
        assertTrue(done("person", "list", "--explain").out().startsWith("SELECT "));
        assertTrue(done("person", "get", "ada", "--explain").out().startsWith("SELECT "));
    }

    @Test
    void conditionsAreAllMet() {
        done("device", "add", "a", "--name", "North gate", "--tag", "night", "--ip", "10.0.0.1");
        done("device", "add", "b", "--name", "north door", "--tag", "day");
        done("device", "add", "c", "--name", "South, gate");

        assertEquals("device/a\ndevice/b\n", names("name~NORTH"));
        assertEquals("device/a\n", names("name~north,tag=night"));
        assertEquals("device/b\n", names("name~north,tag!=night"));
        assertEquals("device/c\n", names("name=South, gate"));
        assertEquals("device/a\n", names("ip=10.0.0.1"));
    }

    @Test
    void thingsWithoutAHandleAreListedByTheBeginningOfTheirId() {
        daemon.insert("<urn:uuid:0302641e-259d-50c0-a9fc-aa9f8aa89f96> a <http://xmlns.com/foaf/0.1/Person> ;"
                + " <http://xmlns.com/foaf/0.1/name> 'Gary'@en .");

        Shell.Printed list = done("person", "list");

        assertEquals("HANDLE    NAME       EMAIL  PHONE  AT\n0302641e  \"Gary\"@en\n", list.out());
        assertEquals("\"Gary\"@en", field("0302641e", "name"));
    }

    @Test
    void aNameThatMeansSeveralThingsIsAConflict() {
        daemon.insert(
                "<urn:x:1> <https://w3id.org/kith/ns#handle> 'ada' . <urn:x:2> <https://w3id.org/kith/ns#handle> 'ada'");

        Shell.Printed printed = shell.run("get", "ada");

        assertEquals(4, printed.status());
        assertTrue(printed.err().startsWith("kith: 2 things are called 'ada'"), printed.err());
    }

    @Test
    void aThingIsFoundByEveryKindOfName() {
        done("person", "add", "ada", "--name", "Ada");
        String id = field("ada", "@id");

        for (String name : List.of("ada", "person/ada", id, "<" + id + ">", id.substring(9, 22))) {
            assertEquals("Ada", field(name, "name"), name);
        }
        assertEquals(3, shell.run("get", "org/ada").status());
        assertEquals(3, shell.run("get", "urn:x:unknown").status());
        assertEquals(2, shell.run("get", "No Such Name").status());
    }

    @Test
    void whatTheProfileDoesNotKnowIsShownAllTheSame() {
        daemon.insert(
                "<urn:x:1> a <http://usefulinc.com/ns/doap#Project> ; <http://usefulinc.com/ns/doap#name> 'kith' ;"
                        + " <urn:p:size> 7, 8 .");

        Json card = JsonText.read(done("get", "urn:x:1", "--json").out());

        assertEquals("doap:Project", card.at("rdf:type").text());
        assertEquals("kith", card.at("doap:name").text());
        assertEquals("7;8", sorted(card.at("urn:p:size")));
    }

    @Test
    void aFieldOfTheKindMayBeAskedForThoughTheThingLacksIt() {
        done("person", "add", "ada", "--name", "Ada");
        done("person", "add", "ben", "--name", "Ben", "--tag", "new");

        Json card = JsonText.read(
                done("person", "get", "ada", "--json", "--fields", "handle,tag").out());
        assertEquals("ada", card.at("handle").text());
        assertTrue(card.find("tag").isEmpty());
        assertEquals(
                "handle,tag\nada,\n",
                done("get", "ada", "--csv", "--fields", "handle,tag").out());
        assertEquals(
                "tag   new\nname  Ben\n",
                done("get", "ben", "--fields", "tag,name").out());

        Json both = JsonText.read(
                done("get", "ada", "ben", "--json", "--fields", "tag").out());
        assertEquals(List.of("tag"), List.copyOf(both.items().get(1).fields().keySet()));
    }

    @Test
    void aFieldThatNoKindHasIsRefused() {
        done("person", "add", "ada", "--name", "Ada");

        Shell.Printed ofPerson = shell.run("person", "get", "ada", "--fields", "firmware");

        assertEquals(2, ofPerson.status());
        assertTrue(ofPerson.err().startsWith("kith: there is no field 'firmware'; there are @id, "), ofPerson.err());
        assertTrue(ofPerson.err().endsWith("; run: kith help person get\n"), ofPerson.err());
        assertEquals(0, shell.run("get", "ada", "--fields", "firmware").status());
        assertEquals(2, shell.run("get", "ada", "--fields", "firmwear").status());
    }

    @Test
    void severalValuesStandInTheOrderOfTheirTexts() {
        daemon.insert("<urn:x:1> a <http://xmlns.com/foaf/0.1/Person> ; <https://w3id.org/kith/ns#handle> 'ada' ;"
                + " <https://w3id.org/kith/ns#tag> 'b', '\uFF5E', 'A', '\uD83D\uDE00', 'a', 'ab' ;"
                + " <urn:p:z> 1 ; <urn:p:b> 3, 20, 1 ; <urn:p:a> 1 .");

        Json card = JsonText.read(done("get", "ada", "--json").out());

        assertEquals(
                List.of("A", "a", "ab", "b", "\uFF5E", "\uD83D\uDE00"),
                card.at("tag").items().stream().map(Json::text).toList());
        assertEquals("1;20;3", listed(card.at("urn:p:b")));
        List<String> keys = List.copyOf(card.fields().keySet());
        assertEquals(List.of("urn:p:a", "urn:p:b", "urn:p:z"), keys.subList(keys.size() - 3, keys.size()));
    }

    private static String listed(Json value) {
        return value.items().stream()
                .map(item -> item.shown(""))
                .reduce((a, b) -> a + ";" + b)
                .orElse("");
    }

    @Test
    void aThingIsShownAsTurtleToo() {
        done("person", "add", "ada", "--name", "Ada");
        done("person", "add", "ben", "--name", "Ben");

        String turtle = done("get", "ada", "--ttl").out();

        assertTrue(turtle.contains("\"Ada\""), turtle);
        assertFalse(turtle.contains("\"Ben\""), turtle);
        assertEquals(2, shell.run("person", "list", "--ttl").status());
    }

    @Test
    void aMagnetLinkFollowsFromATorrentHash() {
        done(
                "document",
                "add",
                "handbook",
                "--title",
                "Handbook",
                "--torrent",
                "C3BA9770 7C9E3C80 019DD55E 2207529A B876700D");

        assertEquals(
                "magnet:?xt=urn:btih:c3ba97707c9e3c80019dd55e2207529ab876700d", field("document/handbook", "magnet"));
    }

    private String names(String where) {
        return done("device", "list", "--where", where, "-o", "name").out();
    }

    private String field(String thing, String field) {
        Json card = JsonText.read(done("get", thing, "--json").out());
        return card.find(field).isEmpty() ? "" : sorted(card.at(field));
    }

    private static String sorted(Json value) {
        return value.isList()
                ? value.items().stream()
                        .map(item -> item.shown(""))
                        .sorted()
                        .reduce((a, b) -> a + ";" + b)
                        .orElse("")
                : value.shown("");
    }

    private Shell.Printed done(String... words) {
        Shell.Printed printed = shell.run(words);
        assertEquals(0, printed.status(), () -> String.join(" ", words) + ": " + printed.err());
        return printed;
    }
}
