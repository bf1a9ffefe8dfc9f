package kith.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import kith.cli.client.Neighbours;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Output;
import kith.cli.view.Terminal;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** Measures how long a peer takes to answer. */
final class PeerPing implements Verb {
    static final int MAX_COUNT = 1_000;

    private static final int COUNT = 3;
    private static final long PAUSE_MILLIS = 500;
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    @Override
    public void spell(Spelling spelling) {
        spelling.says(
                        "measure how long a peer takes to answer",
                        "It is called if it is not connected; what it is sent and sends meanwhile takes its time too. The"
                                + " exit status is 0 when all were answered, 9 when some were, 8 when none was in time and"
                                + " 6 when no connection comes to be.")
                .argument(PeerName.LABEL, PeerName.HELP)
                .option("--count", "N", "how often (default: " + COUNT + ")")
                .option("--timeout", "SPAN", "how long to wait for each answer (default: 10s)")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith peer ping ben-phone")
                .example("kith peer ping hub --count 1 --timeout 2s && kith sync hub --wait");
    }

    @Override
    public Code run(Call call) throws IOException {
        long count = call.number("--count", COUNT, 1, MAX_COUNT);
        Duration timeout = call.span("--timeout", USUAL, LONGEST);
        Neighbours neighbours = call.visit().neighbours();
        String did = PeerName.did(call, call.argument(0));
        List<Json> answers = new ArrayList<>();
        Optional<Refusal> late = Optional.empty();
        for (long i = 0; i < count; i++) {
            if (i > 0) {
                rest();
            }
            try {
                Json answer = neighbours.ping(did, timeout);
                answers.add(answer);
                if (call.output() != Output.JSON) {
                    call.terminal().print(line(answer));
                    call.terminal().out().flush();
                }
            } catch (Refusal silent) {
                boolean isOver = silent.code() != Code.TIMED_OUT
                        && !(silent.code() == Code.UNREACHABLE && !answers.isEmpty() && isPeers(silent));
                if (isOver) {
                    throw silent;
                }
                late = Optional.of(silent);
                call.say("kith: " + Terminal.harmless(String.valueOf(silent.getMessage())));
            }
        }
        if (answers.isEmpty()) {
            throw late.orElseThrow();
        }
        show(call, did, answers, count);
        return answers.size() == count ? Code.DONE : Code.PARTLY;
    }

    /** Whether the daemon said it of the peer, and was not itself unreachable. */
    private static boolean isPeers(Refusal refusal) {
        return refusal.blame() == KithException.Blame.USER;
    }

    private static void rest() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(Json answer) {
        Optional<Json> connect = answer.find("connectMicros");
        return Peers.called(answer) + " answers at " + Terminal.harmless(answer.text("address", "?")) + " in "
                + millis(answer.number("micros", 0))
                + (connect.isEmpty()
                        ? ""
                        : ", connected in " + millis(connect.get().number()));
    }

    private static void show(Call call, String did, List<Json> answers, long count) throws IOException {
        List<Long> micros = new ArrayList<>();
        for (Json answer : answers) {
            micros.add(answer.number("micros", 0));
        }
        Collections.sort(micros);
        long middle = micros.get(micros.size() / 2);
        if (call.output() == Output.JSON) {
            Map<String, Json> told = new LinkedHashMap<>();
            told.put("node", Json.of(did));
            told.put("asked", Json.of(count));
            told.put("answered", Json.of(answers.size()));
            told.put("bestMicros", Json.of(micros.get(0)));
            told.put("medianMicros", Json.of(middle));
            told.put("answers", Json.of(answers));
            call.terminal().print(JsonText.pretty(Json.of(told)));
        } else if (count > 1) {
            call.terminal()
                    .print(answers.size() + " of " + count + " answered, " + millis(micros.get(0)) + " at best, "
                            + millis(middle) + " in the middle");
        }
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.1f ms", micros / 1_000.0);
    }
}
