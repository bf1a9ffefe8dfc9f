package kith.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kith.cli.client.Home;
import kith.cli.client.Refusal;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Stops the daemon of the home folder and waits until it is gone. */
final class DaemonStop implements Verb {
    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofHours(1);

    @Override
    public void spell(Spelling spelling) {
        spelling.says("stop the daemon and wait until it is gone", "When none runs, nothing is done.")
                .option("--timeout", "SPAN", "how long to wait (default: 60s)")
                .shows(List.of(Output.TABLE, Output.JSON))
                .example("kith daemon stop");
    }

    @Override
    public Code run(Call call) throws IOException {
        Optional<Home.Running> running = call.home().running();
        if (running.isEmpty() || !running.get().isAlive()) {
            call.say("no daemon runs for " + call.home().folder());
            return Code.DONE;
        }
        call.visit().stop();
        await(running.get().pid(), call.span("--timeout", USUAL, LONGEST));
        if (call.output() == Output.JSON) {
            call.terminal().print("{\"stopped\":" + running.get().pid() + "}");
        } else {
            call.terminal().print("daemon stopped  pid " + running.get().pid());
        }
        return Code.DONE;
    }

    /** Waits until the process is gone. */
    static void await(long pid, Duration patience) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            return;
        }
        try {
            process.get().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw Refusal.of(
                    Code.TIMED_OUT,
                    "the daemon (pid " + pid + ") has not ended after " + patience.toSeconds() + " s",
                    "kill " + pid);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.of(Code.INTERRUPTED, "interrupted", "kith daemon status");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
