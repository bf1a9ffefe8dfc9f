package kith.daemon.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.Quad;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.jspecify.annotations.Nullable;

/** Answers with what it was asked, for tests. */
final class PlainHousehold implements Household {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final CountDownLatch stopped = new CountDownLatch(1);

    private JsonObject noted(String what) {
        asked.add(what);
        JsonObject json = new JsonObject();
        json.addProperty("asked", what);
        return json;
    }

    private JsonArray list(String what) {
        JsonArray array = new JsonArray();
        array.add(noted(what));
        return array;
    }

    @Override
    public JsonObject health() {
        return noted("health");
    }

    @Override
    public JsonObject status() {
        return noted("status");
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Override
    public JsonArray spaces() {
        return list("spaces");
    }

    @Override
    public JsonObject createSpace(String name, Founding founding) {
        if (name.equals("taken")) {
            throw KithException.user(Code.CONFLICT, "there is a space of that name");
        }
        return noted("createSpace " + name + (founding.paper() ? " paper" : "")
                + (founding.quorum() > 0 ? " " + founding.quorum() : "") + founding.succeeds());
    }

    @Override
    public JsonObject space(String name) {
        if (name.equals("bug")) {
            throw new IllegalStateException("Ada's secret");
        }
        return noted("space " + name);
    }

    @Override
    public Membership membership(String space) {
        return new PlainMembership(space, asked::add);
    }

    @Override
    public Optional<String> doubt(String space) {
        return Optional.empty();
    }

    @Override
    public JsonObject claim(String ticket) {
        return noted("claim " + ticket);
    }

    @Override
    public JsonObject leave(String space, boolean allDevices, boolean now, boolean dryRun) {
        return noted("leave " + space + " " + allDevices + " " + now + " " + dryRun);
    }

    @Override
    public JsonObject keys() {
        return noted("keys");
    }

    @Override
    public JsonObject rotateKey(Rotating wish) {
        return noted("rotateKey " + wish.passphrase() + " " + wish.without() + " " + wish.dryRun());
    }

    @Override
    public JsonObject ticket(String ticket) {
        return noted("ticket " + ticket);
    }

    @Override
    public JsonObject join(String ticket, Duration patience) {
        throw KithException.user(Code.UNREACHABLE, "nobody answers for " + ticket + " in " + patience);
    }

    @Override
    public JsonArray peers() {
        return list("peers");
    }

    @Override
    public JsonObject addPeer(String node, String address) {
        return noted("addPeer " + node + " " + address);
    }

    @Override
    public JsonObject sync(@Nullable String space, boolean wait, Duration patience) {
        return noted("sync " + space + " " + wait + " " + patience);
    }

    @Override
    public Neighbours neighbours() {
        return new Neighbours() {
            @Override
            public JsonObject peer(String node) {
                return noted("peer " + node);
            }

            @Override
            public JsonObject ping(String node, Duration patience) {
                return noted("ping " + node + " " + patience);
            }

            @Override
            public JsonObject block(String node, String reason) {
                return noted("block " + node + " '" + reason + "'");
            }

            @Override
            public JsonObject unblock(String node) {
                return noted("unblock " + node);
            }

            @Override
            public JsonObject forget(String node) {
                return noted("forget " + node);
            }

            @Override
            public JsonObject sync(String node, @Nullable String space, boolean wait, Duration patience) {
                return noted("sync with " + node + " " + space + " " + wait + " " + patience);
            }

            @Override
            public JsonObject check(Duration patience) {
                return noted("check " + patience);
            }
        };
    }

    @Override
    public JsonArray log(String space, int limit) {
        return list("log " + space + " " + limit);
    }

    @Override
    public Conflicts conflicts(String space) {
        return new Conflicts() {
            @Override
            public JsonObject list(int limit) {
                return noted("conflicts " + space + " " + limit);
            }

            @Override
            public JsonObject show(String thing, @Nullable String field) {
                return noted("conflict " + space + " " + thing + " " + field);
            }

            @Override
            public void settle(Choice choice, DatasetGraph change) {
                noted("settle " + space + " " + choice);
                change.add(
                        Quad.defaultGraphIRI, NodeFactory.createURI(choice.thing()), RDF.Nodes.type, RDFS.Nodes.Class);
            }
        };
    }

    @Override
    public Eraser eraser(String space) {
        return new Eraser() {
            @Override
            public JsonObject plan(Wanted wanted) {
                return noted("plan " + space + " " + wanted);
            }

            @Override
            public JsonObject erase(Wanted wanted, @Nullable String plan) {
                return noted("erase " + space + " " + wanted + " " + plan);
            }

            @Override
            public JsonObject status() {
                return noted("erased " + space);
            }
        };
    }

    @Override
    public Chronicle chronicle(String space) {
        return new Chronicle() {
            @Override
            public JsonObject delta(String id) {
                return noted("delta " + space + " " + id);
            }

            @Override
            public JsonArray blame(String thing, @Nullable String field) {
                return list("blame " + space + " " + thing + " " + field);
            }

            @Override
            public JsonArray history(String thing, @Nullable String field, int limit) {
                return list("history " + space + " " + thing + " " + field + " " + limit);
            }

            @Override
            public JsonObject diff(String from, String to, int limit) {
                return noted("diff " + space + " " + from + " " + to + " " + limit);
            }
        };
    }

    @Override
    public Rulebook rulebook(String space) {
        return new Rulebook() {
            @Override
            public JsonArray list() {
                return PlainHousehold.this.list("schema " + space);
            }

            @Override
            public JsonObject show(String key) {
                return noted("schema " + space + " " + key);
            }

            @Override
            public JsonObject rule(String predicate, Optional<String> kind, String policy, boolean dryRun) {
                return noted("rule " + space + " " + predicate + " " + kind.orElse("-") + " " + policy + " " + dryRun);
            }

            @Override
            public JsonObject shapes(String name, Collection<Quad> triples, boolean dryRun) {
                return noted("shapes " + space + " " + name + " " + triples.size() + " " + dryRun);
            }

            @Override
            public JsonObject remove(String key, Optional<String> kind, boolean dryRun) {
                return noted("remove " + space + " " + key + " " + kind.orElse("-") + " " + dryRun);
            }
        };
    }

    @Override
    public Bundles bundles() {
        return new Bundles() {
            @Override
            public void write(Wish wish, @Nullable InputStream since, Place to) throws IOException {
                noted("bundle " + wish.space() + " " + wish.whom() + " " + wish.bare() + " "
                        + (since == null ? "-" : new String(since.readAllBytes(), StandardCharsets.UTF_8)));
                if (wish.space().equals("nowhere")) {
                    throw KithException.user(Code.NOT_FOUND, "no space named nowhere here");
                }
                to.begin().write("a bundle".getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public JsonObject take(Content bundle, Reader reader) throws IOException {
                try (InputStream in = bundle.open()) {
                    JsonObject line = new JsonObject();
                    line.addProperty("told", bundle.size());
                    reader.listener().tell(line);
                    return noted("took " + new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        };
    }

    @Override
    public Upkeep upkeep() {
        return new Upkeep() {
            @Override
            public JsonObject backup(Path file, Listener listener) {
                listener.tell(noted("backup " + file));
                return noted("made");
            }

            @Override
            public JsonObject verify(Listener listener) {
                listener.tell(noted("verify"));
                if (asked.contains("health")) {
                    throw KithException.user(Code.CONFLICT, "a verification is under way already");
                }
                return noted("verified");
            }

            @Override
            public JsonObject compact(String space) {
                return noted("compact " + space);
            }
        };
    }

    @Override
    public JsonObject doctor() {
        return noted("doctor");
    }
}
