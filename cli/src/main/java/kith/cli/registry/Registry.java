package kith.cli.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kith.cli.client.Refusal;
import kith.cli.client.Reply;
import kith.cli.client.Visit;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Field;
import kith.ontology.vocab.Form;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.Profile;
import org.jspecify.annotations.Nullable;

/** The things of one space, found by name. */
public final class Registry {
    private static final String RESULTS = "application/sparql-results+json";

    private final Visit visit;
    private final String space;

    public Registry(Visit visit, String space) {
        this.visit = visit;
        this.space = space;
    }

    /** The things that a query of {@link Questions} finds. */
    public List<Thing> ask(String query) {
        try (Reply reply = visit.query(space, Map.of(), query, RESULTS)) {
            return Thing.read(reply.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The one thing of that name with all that is said of it.
     *
     * @param kinds what it may be; anything when empty
     * @throws Refusal NOT_FOUND, or CONFLICT when several have that name
     */
    public Thing find(ThingName name, List<Kind> kinds) {
        List<Thing> found = ask(Questions.thing(name, kinds));
        if (found.isEmpty() && name.mayBeId()) {
            found = ask(Questions.thingByIdPrefix(name, kinds));
        }
        if (found.isEmpty()) {
            throw notFound(name.text(), kinds);
        }
        if (found.size() > 1) {
            throw ambiguous(name.text(), found);
        }
        return found.get(0);
    }

    /** The things of these names, each as {@link #find} finds it and only once. */
    public List<Thing> findAll(List<ThingName> names, List<Kind> kinds) {
        Map<String, Thing> things = new LinkedHashMap<>();
        for (ThingName name : names) {
            Thing thing = find(name, kinds);
            things.put(thing.id(), thing);
        }
        return List.copyOf(things.values());
    }

    /**
     * Holds that no new handle is taken by something else.
     *
     * @throws Refusal CONFLICT when one is
     */
    public void checkHandles(List<Change> changes, List<Thing> things) {
        for (Change change : changes) {
            if (change.field().form() == Form.HANDLE && change.act() != Change.Act.CLEAR) {
                String handle = change.values().get(0);
                Set<String> users = new LinkedHashSet<>();
                for (Thing thing : ask(Questions.called(Set.of(change.field().toTerm(handle))))) {
                    users.add(thing.id());
                }
                for (Thing thing : things) {
                    users.remove(thing.id());
                }
                if (!users.isEmpty() || things.size() > 1) {
                    throw Refusal.of(Code.CONFLICT, "the handle '" + handle + "' is taken", "kith get " + handle);
                }
            }
        }
    }

    /** The changes with their values as terms; handles of other things become their IRIs. */
    public List<Updates.Said> terms(List<Change> changes) {
        Map<String, Map<String, String>> known = referred(changes);
        List<Updates.Said> said = new ArrayList<>();
        for (Change change : changes) {
            List<String> terms = new ArrayList<>();
            for (String value : change.values()) {
                @Nullable
                String iri = known.getOrDefault(change.field().name(), Map.of()).get(value);
                terms.add(iri == null ? change.field().toTerm(value) : iri);
            }
            said.add(new Updates.Said(change, terms));
        }
        return said;
    }

    /** By field and typed handle the IRI it stands for; one query for all of them. */
    private Map<String, Map<String, String>> referred(List<Change> changes) {
        Map<String, Map<String, ThingName>> wanted = new LinkedHashMap<>();
        Set<String> handles = new LinkedHashSet<>();
        for (Change change : changes) {
            if (change.field().form() == Form.REFERENCE) {
                for (String value : change.values()) {
                    ThingName name = ThingName.of(value);
                    if (name.iri() == null) {
                        wanted.computeIfAbsent(change.field().name(), none -> new LinkedHashMap<>())
                                .put(value, name);
                        handles.add(name.handleTerm());
                    }
                }
            }
        }
        Map<String, Map<String, String>> known = new LinkedHashMap<>();
        if (handles.isEmpty()) {
            return known;
        }
        Map<String, List<Thing>> called = called(handles);
        for (Change change : changes) {
            for (Map.Entry<String, ThingName> one :
                    wanted.getOrDefault(change.field().name(), Map.of()).entrySet()) {
                known.computeIfAbsent(change.field().name(), none -> new LinkedHashMap<>())
                        .put(one.getKey(), referred(change.field(), one.getValue(), called));
            }
        }
        return known;
    }

    private String referred(Field field, ThingName name, Map<String, List<Thing>> called) {
        List<Kind> kinds = new ArrayList<>();
        for (String kind :
                name.kind() == null ? field.refersTo() : List.of(name.kind().name())) {
            Profile.kind(kind).ifPresent(kinds::add);
        }
        List<Thing> fitting = new ArrayList<>();
        for (Thing thing : called.getOrDefault(name.key(), List.of())) {
            for (Kind kind : kinds) {
                if (thing.is(kind)) {
                    fitting.add(thing);
                    break;
                }
            }
        }
        if (fitting.isEmpty() && name.mayBeId()) {
            fitting = ask(Questions.thingByIdPrefix(name, kinds));
        }
        if (fitting.isEmpty()) {
            throw notFound(name.text(), kinds);
        }
        if (fitting.size() > 1) {
            throw ambiguous(name.text(), fitting);
        }
        return fitting.get(0).term();
    }

    private Map<String, List<Thing>> called(Set<String> handleTerms) {
        Map<String, List<Thing>> called = new LinkedHashMap<>();
        for (Thing thing : ask(Questions.called(handleTerms))) {
            Set<String> handles = new LinkedHashSet<>();
            for (List<Thing.Value> values : thing.said().values()) {
                for (Thing.Value value : values) {
                    handles.add(value.handle());
                }
            }
            for (String handle : handles) {
                called.computeIfAbsent(handle, none -> new ArrayList<>()).add(thing);
            }
        }
        return called;
    }

    private static Refusal notFound(String name, List<Kind> kinds) {
        List<String> names = new ArrayList<>();
        for (Kind kind : kinds) {
            names.add(kind.name());
        }
        String what = names.isEmpty() ? "thing" : String.join(" or ", names);
        Optional<String> first = names.isEmpty() ? Optional.empty() : Optional.of(names.get(0));
        return Refusal.of(
                Code.NOT_FOUND,
                "there is no " + what + " called '" + name + "'",
                first.isEmpty() ? "kith person list" : "kith " + first.get() + " list");
    }

    private static Refusal ambiguous(String name, List<Thing> things) {
        List<String> ids = new ArrayList<>();
        for (Thing thing : things.subList(0, Math.min(things.size(), 5))) {
            ids.add(thing.id());
        }
        return Refusal.of(
                Code.CONFLICT,
                things.size() + " things are called '" + name + "'; name one by its id: " + String.join(", ", ids),
                "kith get " + ids.get(0));
    }
}
