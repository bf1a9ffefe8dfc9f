package kith.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kith.cli.client.Carriage;
import kith.cli.client.Door;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.cli.view.Terminal;
import kith.ontology.fault.Code;

/** Takes bundles in that were carried here by hand. */
final class BundleImport implements Verb {
    private static final String STREAM = "-";
    private static final int LOG_DIGITS = 8;

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "take in what kith bundle export made elsewhere",
                        "Each change is verified as one from a peer. Taking in the same again changes nothing; several"
                                + " bundles may come in any order.",
                        "A claim in a bundle lets its maker in if the ticket was made here; the next bundle made here tells"
                                + " it so.",
                        "Exit code 0: all is here; 9: something is missing, refused or on another branch, and named;"
                                + " 1: the bundle is damaged, and what came before the damage is here.")
                .rest("FILE", "bundles, or - for standard input", true)
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith bundle import /mnt/usb/river.kith")
                .example("kith bundle import /mnt/usb/*.kith");
    }

    @Override
    public Code run(Call call) throws IOException {
        List<Parcel> parcels = new ArrayList<>();
        try {
            for (String name : call.rest(0)) {
                parcels.add(new Parcel(name, take(call, name)));
            }
            again(call, parcels);
        } catch (Refusal refusal) {
            // What was taken before is there, and to be told.
            show(call, parcels);
            throw refusal;
        }
        show(call, parcels);
        Code worst = Code.DONE;
        for (Parcel parcel : parcels) {
            Code code = parcel.outcome();
            worst = worst == Code.FAILED || code == Code.DONE ? worst : code;
        }
        return worst;
    }

    /** A bundle, and what the daemon says became of it. */
    private record Parcel(String name, Json receipt) {
        long count(String what) {
            return receipt.number(what, 0);
        }

        List<Json> list(String what) {
            return receipt.at(what).items();
        }

        /** Whether a bundle that comes later may let more of it in. */
        boolean isOpen() {
            return !name.equals(STREAM)
                    && (count("refused") > 0 || !list("gaps").isEmpty());
        }

        boolean isLetIn() {
            String claim = receipt.text("claim", "known");
            return claim.equals("known") || claim.equals("admitted");
        }

        Code outcome() {
            if (receipt.find("fault").isPresent()) {
                return Code.FAILED;
            }
            boolean all = count("refused") == 0
                    && list("gaps").isEmpty()
                    && list("forks").isEmpty()
                    && isLetIn();
            return all ? Code.DONE : Code.PARTLY;
        }

        /** The same after it was taken in once more. */
        Parcel after(Json later) {
            Map<String, Json> sum = new LinkedHashMap<>(later.fields());
            sum.put("deltas", Json.of(count("deltas") + later.number("deltas", 0)));
            sum.put("known", Json.of(count("known")));
            return new Parcel(name, Json.of(sum));
        }
    }

    private static Json take(Call call, String name) {
        try (InputStream bundle = Documents.open(call, name);
                Ticker ticker = Ticker.of(call)) {
            return new Carriage(new Door(call.home())).take(bundle, Documents.length(name), line -> ticker.tell(line));
        } catch (IOException e) {
            throw Refusal.of(Code.FAILED, "cannot read " + name + " (" + SparqlText.reason(e) + ")", "");
        }
    }

    /** Takes in once more what lacked something, as long as that brings anything: another bundle may have had it. */
    private static void again(Call call, List<Parcel> parcels) {
        boolean news = parcels.size() > 1;
        for (int round = 1; round < parcels.size() && news; round++) {
            news = false;
            for (int i = 0; i < parcels.size(); i++) {
                Parcel parcel = parcels.get(i);
                if (parcel.isOpen()) {
                    Json later = take(call, parcel.name());
                    news |= later.number("deltas", 0) > 0;
                    parcels.set(i, parcel.after(later));
                }
            }
        }
    }

    private static void show(Call call, List<Parcel> parcels) throws IOException {
        if (call.output() == Output.JSON) {
            List<Json> receipts = new ArrayList<>();
            for (Parcel parcel : parcels) {
                Map<String, Json> receipt = new LinkedHashMap<>();
                receipt.put("file", Json.of(parcel.name()));
                receipt.putAll(parcel.receipt().fields());
                receipts.add(Json.of(receipt));
            }
            call.terminal().print(JsonText.pretty(Json.of(receipts)));
            return;
        }
        for (Parcel parcel : parcels) {
            if (!call.flag("--quiet")) {
                call.terminal().print(line(parcel));
            }
            complain(call, parcel);
        }
    }

    private static String line(Parcel parcel) {
        List<String> parts = new ArrayList<>();
        String label = Documents.label(parcel.name());
        if (!label.isEmpty()) {
            parts.add(Terminal.harmless(label));
        }
        parts.add("space " + Terminal.harmless(parcel.receipt().text("space", "?")));
        long fresh = parcel.count("deltas");
        parts.add(Amounts.grouped(fresh) + (fresh == 1 ? " new delta" : " new deltas"));
        add(parts, parcel.count("known"), "held already");
        add(parts, parcel.count("waiting"), "waiting");
        add(parts, parcel.count("refused"), "refused");
        if (parcel.receipt().text("claim", "").equals("admitted")) {
            parts.add("its maker was let in");
        }
        return String.join("  ", parts);
    }

    private static void add(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(Amounts.grouped(count) + " " + what);
        }
    }

    /** Says what is missing, and who can do what about it. */
    private static void complain(Call call, Parcel parcel) {
        String name = Terminal.harmless(parcel.name());
        for (Json gap : parcel.list("gaps")) {
            say(
                    call,
                    name + ": " + log(gap) + " is held up to " + (gap.number("first", 1) - 1)
                            + ", and the bundle begins later; import one that has " + gap.number("first", 0) + " to "
                            + gap.number("last", 0) + ", such as one made there without --since and --for");
        }
        for (Json fork : parcel.list("forks")) {
            say(
                    call,
                    name + ": of " + log(fork) + " another branch is held here, from " + fork.number("at", 0)
                            + " on; what is in the bundle of it was not taken");
        }
        if (parcel.count("refused") > 0) {
            say(
                    call,
                    name
                            + ": what was refused has no grant that is known here; import the bundle that has it, then this"
                            + " one again");
        }
        if (!parcel.isLetIn()) {
            say(
                    call,
                    name + ": its maker was not let in: "
                            + parcel.receipt().text("why", "the claim in it proves nothing"));
        }
        String fault = parcel.receipt().text("fault", "");
        if (!fault.isEmpty()) {
            say(call, name + ": " + fault + "; what came before that is here; copy it again, or have it made again");
        }
        if (parcel.receipt().text("claim", "").equals("admitted")) {
            call.say("next, for it to learn that: kith bundle export FILE");
        }
    }

    private static String log(Json of) {
        String id = of.text("log", "");
        return "log " + id.substring(0, Math.min(LOG_DIGITS, id.length())) + " of " + of.text("author", "?");
    }

    private static void say(Call call, String line) {
        call.terminal().say(Terminal.harmless(line));
    }
}
