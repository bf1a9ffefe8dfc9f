package kith.cli.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import kith.ontology.fault.KithException;
import kith.ontology.vocab.Form;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.Profile;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.update.UpdateFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is typed, the SPARQL is what was meant and nothing else. */
class UpdatesTest {
    private static final Kind DEVICE = Profile.kind("device").orElseThrow();

    static List<Kind> kinds() {
        return Profile.kinds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "\\",
                "\" } ; DROP ALL ; INSERT DATA { <urn:x> <urn:y> \"",
                "'''",
                "x\ny",
                "\\u0022",
                "} # {",
                "<urn:x>",
                "\u00e9\u6c34\ud83d\ude00",
            })
    void aTextIsOneLiteralWhateverItHolds(String typed) {
        List<Change> changes = Change.parse(DEVICE, List.of("name=" + typed, "tag+=" + typed));
        List<Updates.Said> said = terms(changes);

        assertEquals(
                2,
                UpdateFactory.create(Updates.set(List.of("<urn:x:1>"), said))
                        .getOperations()
                        .size());
        assertEquals(
                1,
                UpdateFactory.create(Updates.add("<urn:x:1>", DEVICE, "\"sw\"", said))
                        .getOperations()
                        .size());
        for (String sign : List.of("=", "!=", "~")) {
            List<Condition> conditions = Condition.parse(DEVICE, List.of("name" + sign + typed));
            assertEquals(1, conditions.size());
            assertTrue(QueryFactory.create(Questions.list(DEVICE, DEVICE.fields(), conditions, false))
                    .isSelectType());
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theQueriesOfEveryKindAreSparql(Kind kind) {
        assertTrue(QueryFactory.create(Questions.list(kind, kind.fields(), List.of(), false))
                .isSelectType());
        for (String name : List.of("ada", kind.name() + "/ada", "urn:uuid:1", "foaf:Person", "0199c0de")) {
            assertTrue(QueryFactory.create(Questions.thing(ThingName.of(name), List.of(kind)))
                    .isSelectType());
            assertTrue(QueryFactory.create(Questions.thing(ThingName.of(name), List.of()))
                    .isSelectType());
        }
        assertTrue(QueryFactory.create(Questions.thingByIdPrefix(ThingName.of("0199"), List.of(kind)))
                .isSelectType());
        assertTrue(QueryFactory.create(Questions.pointingAt(List.of("<urn:x:1>"), 7))
                .isSelectType());
        assertEquals(
                2,
                UpdateFactory.create(Updates.retire(List.of("<urn:a>", "<urn:b>")))
                        .getOperations()
                        .size());
        assertEquals(
                2,
                UpdateFactory.create(Updates.purge(List.of("<urn:a>", "<urn:b>")))
                        .getOperations()
                        .size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "Ada",
                "person/",
                "person/a b",
                "nonsense/ada",
                "urn:",
                "<>",
                "a\"b",
                "http://x/ y"
            })
    void whatNamesNothingIsRefused(String typed) {
        assertThrows(KithException.class, () -> ThingName.of(typed));
    }

    @Test
    void aCommaInAValueIsPartOfIt() {
        List<Condition> conditions = Condition.parse(DEVICE, List.of("name=a, b,tag=x,y", "ip=10.0.0.1"));

        List<String> read = conditions.stream()
                .map(condition -> condition.field().name() + " " + condition.value())
                .toList();
        assertEquals(List.of("name \"a, b\"", "tag \"x,y\"", "ip \"10.0.0.1\""), read);
    }

    @Test
    void conditionsHaveALimit() {
        List<String> most = new ArrayList<>();
        for (int i = 0; i < Condition.MAX_CONDITIONS; i++) {
            most.add("tag=t" + i);
        }
        assertEquals(Condition.MAX_CONDITIONS, Condition.parse(DEVICE, most).size());

        most.add("tag=more");
        assertThrows(KithException.class, () -> Condition.parse(DEVICE, most));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "=x", "nonsense=x", "+=x", "na me=x"})
    void aChangeWithoutAFieldAndASignIsRefused(String typed) {
        assertThrows(KithException.class, () -> Change.parse(DEVICE, List.of(typed)));
        assertThrows(KithException.class, () -> Condition.parse(DEVICE, List.of(typed)));
    }

    private static List<Updates.Said> terms(List<Change> changes) {
        List<Updates.Said> said = new ArrayList<>();
        for (Change change : changes) {
            assertTrue(change.field().form() != Form.REFERENCE);
            said.add(new Updates.Said(
                    change, change.values().stream().map(change.field()::toTerm).toList()));
        }
        return said;
    }
}
