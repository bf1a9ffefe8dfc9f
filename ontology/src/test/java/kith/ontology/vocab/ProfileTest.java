package kith.ontology.vocab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProfileTest {
    @Test
    void namesClassesAndPredicatesAreUniqueInTheirKind() {
        Set<String> kinds = new HashSet<>();
        for (Kind kind : Profile.kinds()) {
            Set<String> seen = new HashSet<>();

            assertTrue(kinds.add(kind.name()) && kinds.add(kind.classIri()), kind.name());
            for (Field field : kind.fields()) {
                assertTrue(seen.add(field.name()), kind.name() + " " + field.name());
                assertTrue(seen.add(field.predicate()), kind.name() + " " + field.predicate());
            }
            for (Derived derived : kind.derived()) {
                assertTrue(seen.add(derived.name()), kind.name() + " " + derived.name());
                assertTrue(kind.field(derived.from()).isPresent(), derived.name());
            }
        }
    }

    @Test
    void aPredicateHasOnePolicyInAllKinds() {
        Map<String, Policy> policies = new HashMap<>();
        for (Kind kind : Profile.kinds()) {
            for (Field field : kind.fields()) {
                policies.putIfAbsent(field.predicate(), field.policy());
                assertEquals(policies.get(field.predicate()), field.policy(), kind.name() + " " + field.name());
                assertEquals(field.policy(), Profile.policyOf(field.predicate()));
            }
        }
        assertEquals(Policy.ALL, Profile.policyOf("urn:unknown"));
    }

    @Test
    void aReferencePointsAtKindsThatThereAreAndOnlyAReferenceDoes() {
        for (Kind kind : Profile.kinds()) {
            for (Field field : kind.fields()) {
                assertEquals(field.form() == Form.REFERENCE, !field.refersTo().isEmpty(), field.name());
                for (String target : field.refersTo()) {
                    assertTrue(Profile.kind(target).isPresent(), field.name() + " -> " + target);
                }
            }
        }
    }

    @Test
    void everyThingHasAHandleFirst() {
        for (Kind kind : Profile.kinds()) {
            Field handle = kind.fields().get(0);

            assertEquals("handle", handle.name());
            assertEquals(Terms.KITH_HANDLE, handle.predicate());
            assertEquals(Policy.FIRST, handle.policy());
        }
    }

    @Test
    void kindsAreFoundByNameAndByClassAndFieldsByNameAndByPredicate() {
        Kind person = Profile.kind("person").orElseThrow();

        assertEquals(Optional.of(person), Profile.kindOf(Terms.FOAF_PERSON));
        assertEquals(person.field("email"), person.fieldOf(Terms.FOAF_MBOX));
        assertEquals(Optional.empty(), Profile.kind("ship"));
        assertEquals(Optional.empty(), Profile.kindOf("urn:ship"));
        assertEquals(Optional.empty(), person.field("serial"));
        assertEquals(Optional.empty(), person.fieldOf(Terms.SCHEMA_SERIAL_NUMBER));
    }

    @Test
    void aFieldIsSingleExactlyWhenItsPolicyPicks() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Field("x", "urn:x", Form.TEXT, true, Policy.ALL, List.of(), "x"));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Field("x", "urn:x", Form.TEXT, false, Policy.LATEST, List.of(), "x"));
    }

    @Test
    void prefixesExpandAndShrink() {
        assertEquals(Optional.of(Terms.FOAF_PERSON), Prefixes.expand("foaf:Person"));
        assertEquals("vcard:street-address", Prefixes.shrink(Terms.VCARD_STREET_ADDRESS));
        assertEquals("urn:uuid:1", Prefixes.shrink("urn:uuid:1"));
        assertEquals(Prefixes.FOAF, Prefixes.shrink(Prefixes.FOAF));
        for (String name : List.of("foaf:", "foaf:a b", "geo:52.37,4.89", "nobody:x", "x", ":x", "foaf:a>")) {
            assertEquals(Optional.empty(), Prefixes.expand(name), name);
        }
        assertFalse(Prefixes.map().containsKey(""));
        assertTrue(Prefixes.prologue().startsWith("PREFIX kith: <https://w3id.org/kith/ns#>\n"));
        assertEquals(Prefixes.map().size(), Prefixes.prologue().lines().count());
    }

    /** The command line has no RDF library; a class of this room that needed one would fail there and not here. */
    @Test
    void theProfileLoadsNoClassOfAnRdfLibrary() throws Exception {
        ClassLoader alone = new ClassLoader(null) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                if (!name.startsWith("kith.ontology.vocab.") && !name.startsWith("kith.ontology.fault.")) {
                    throw new ClassNotFoundException(name);
                }
                String file = "/" + name.replace('.', '/') + ".class";
                try (var in = ProfileTest.class.getResourceAsStream(file)) {
                    byte[] bytes = in.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (java.io.IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        };

        Class<?> profile = alone.loadClass("kith.ontology.vocab.Profile");
        List<?> kinds = (List<?>) profile.getMethod("kinds").invoke(null);
        Class<?> form = alone.loadClass("kith.ontology.vocab.Form");
        var toTerm = alone.loadClass("kith.ontology.vocab.TermText").getDeclaredMethod("of", form, String.class);
        toTerm.setAccessible(true);

        assertEquals(Profile.kinds().size(), kinds.size());
        for (Object constant : form.getEnumConstants()) {
            toTerm.invoke(null, constant, "0");
        }
    }
}
