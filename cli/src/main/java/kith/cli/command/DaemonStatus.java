package kith.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.cli.client.Home;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.cli.view.Card;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Says whether the daemon of the home folder runs. */
final class DaemonStatus implements Verb {
    @Override
    public void spell(Spelling spelling) {
        spelling.says("say whether the daemon runs: exit status 0 when it does, 6 when not")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith daemon status || kith daemon start");
    }

    @Override
    public Code run(Call call) throws IOException {
        Map<String, Json> state = new LinkedHashMap<>();
        Optional<Home.Running> running = call.home().running();
        boolean answers = running.isPresent() && answers(call);
        state.put("running", Json.of(answers));
        if (running.isPresent()) {
            state.put("pid", Json.of(running.get().pid()));
            state.put("since", Json.of(running.get().since()));
            state.put("socket", Json.of(running.get().socket().toString()));
        }
        state.put("home", Json.of(call.home().folder().toString()));
        call.show(new Card(Json.of(state), "pid"));
        if (!answers) {
            call.say("next: kith daemon start");
        }
        return answers ? Code.DONE : Code.UNREACHABLE;
    }

    static boolean answers(Call call) {
        try {
            return call.visit().health().text("status", "").equals("ok");
        } catch (Refusal silent) {
            return false;
        }
    }
}
