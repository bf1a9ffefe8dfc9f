package kith.daemon;

import java.io.Console;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import kith.daemon.config.DaemonConfig;
import kith.daemon.config.Home;
import kith.daemon.config.HomeLock;
import kith.daemon.config.KeyFile;
import kith.daemon.config.NodeIdentity;
import kith.daemon.upkeep.Restore;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.jspecify.annotations.Nullable;

/** {@code kithd run|init|check|restore|--version}: answers with an exit code of {@link Code} and, where it fails, one line. */
public final class Main {
    /** A daemon that is told to end has this long; then its process ends anyway. */
    private static final long MAX_STOP_SECONDS = 30;

    private final Surroundings around;

    /** What a process finds around it. */
    record Surroundings(
            Map<String, String> environment, PrintStream out, PrintStream err, Supplier<@Nullable Console> console) {}

    Main(Surroundings around) {
        this.around = around;
    }

    /** The program. */
    public static void main(String[] args) {
        // From JDK 22 on System.console() may answer where nobody sits at a terminal; this keeps the older sense.
        System.setProperty("jdk.console", "java.base");
        StopSignal stop = new StopSignal();
        Ending ending = new Ending(stop);
        Runtime.getRuntime().addShutdownHook(new Thread(ending::onSignal, "kith-stop"));
        int exit = new Main(new Surroundings(System.getenv(), System.out, System.err, System::console))
                .run(List.of(args), stop);
        ending.ended(exit);
        System.exit(exit);
    }

    /** Does what the words say; the answer is the exit code. */
    int run(List<String> words, StopSignal stop) {
        boolean json = words.contains("--json");
        try {
            Arguments arguments = Arguments.parse(words);
            switch (arguments.verb()) {
                case RUN -> runDaemon(arguments, stop);
                case CHECK -> DaemonConfig.load(home(arguments), around.environment);
                case INIT -> init(arguments);
                case RESTORE -> restore(arguments);
                case VERSION -> around.out.println("kithd " + Version.text());
                case HELP -> around.out.println(Arguments.USAGE);
            }
            return Code.DONE.exit();
        } catch (KithException e) {
            return failed(e, json);
        } catch (InterruptedException e) {
            return Code.INTERRUPTED.exit();
        } catch (RuntimeException | Error bug) {
            around.err.println("kithd: a fault of kith itself; please report it with what follows");
            bug.printStackTrace(around.err);
            return Code.FAILED.exit();
        }
    }

    private int failed(KithException e, boolean json) {
        String message = String.valueOf(e.getMessage());
        around.err.println("kithd: " + message);
        if (json) {
            around.out.println("{\"error\":{\"code\":" + quoted(e.code().name()) + ",\"message\":" + quoted(message)
                    + ",\"hint\":\"\"}}");
        }
        return e.code().exit();
    }

    private void runDaemon(Arguments arguments, StopSignal stop) throws InterruptedException {
        Home home = home(arguments);
        home.check();
        DaemonConfig config = DaemonConfig.load(home, around.environment);
        Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS);
        try (HomeLock lock = home.lock(ProcessHandle.current().pid(), now)) {
            KeyFile file = KeyFile.read(home.deviceKey());
            Daemon.run(lock, config, identity(file, passphrase(arguments)), file.isSealed(), stop);
        }
    }

    private static NodeIdentity identity(KeyFile file, Passphrase passphrase) {
        char[] secret = file.isSealed() ? passphrase.known() : null;
        try {
            return file.open(secret);
        } finally {
            forget(secret);
        }
    }

    private void init(Arguments arguments) {
        String name = arguments.option("--name");
        if (name == null) {
            throw KithException.user(Code.USAGE, "--name NAME is missing; " + Arguments.USAGE);
        }
        Home home = home(arguments);
        if (home.isInitialised()) {
            throw KithException.user(Code.CONFLICT, home + " has keys already; they are never overwritten");
        }
        if (home.isHalfRestored()) {
            throw KithException.user(Code.CONFLICT, home.halfRestored());
        }
        SecureRandom random = new SecureRandom();
        NodeIdentity identity = NodeIdentity.create(name, InstantSource.system().instant(), random);
        char[] secret = passphrase(arguments).chosen();
        try {
            home.create();
            if (secret == null) {
                KeyFile.write(home.deviceKey(), identity);
            } else {
                KeyFile.write(home.deviceKey(), identity, secret, random);
            }
            home.check();
        } finally {
            forget(secret);
        }
        say(arguments, home, identity, secret != null);
    }

    private void say(Arguments arguments, Home home, NodeIdentity identity, boolean sealed) {
        if (!sealed) {
            around.err.println("kithd: the keys are not sealed with a passphrase: who can read " + home.deviceKey()
                    + " is this node");
        }
        if (arguments.isJson()) {
            around.out.println("{\"did\":" + quoted(identity.node().did())
                    + ",\"person\":" + quoted(identity.person().id().did())
                    + ",\"name\":" + quoted(identity.name())
                    + ",\"home\":" + quoted(home.toString())
                    + ",\"sealed\":" + sealed + "}");
        } else {
            around.out.println("created key " + identity.node().did() + " in " + home);
        }
    }

    private void restore(Arguments arguments) {
        String from = arguments.option("--from");
        if (from == null) {
            throw KithException.user(Code.USAGE, "--from FILE is missing; " + Arguments.USAGE);
        }
        Home home = home(arguments);
        List<String> title = Restore.into(home, Path.of(from).toAbsolutePath());
        if (arguments.isJson()) {
            StringBuilder json = new StringBuilder("{\"home\":" + quoted(home.toString()));
            for (String line : title) {
                int space = line.indexOf(' ');
                json.append(',').append(quoted(line.substring(0, Math.max(0, space))));
                json.append(':').append(quoted(line.substring(space + 1)));
            }
            around.out.println(json.append('}'));
        } else {
            around.out.println("restored " + String.join(", ", title) + " into " + home);
        }
    }

    private Home home(Arguments arguments) {
        Path user = Path.of(around.environment.getOrDefault("HOME", System.getProperty("user.home", ".")));
        return Home.chosen(arguments.option("--home"), around.environment, user);
    }

    private Passphrase passphrase(Arguments arguments) {
        return new Passphrase(arguments.option("--passphrase-file"), around.environment, around.console);
    }

    private static void forget(char @Nullable [] secret) {
        if (secret != null) {
            Arrays.fill(secret, '\0');
        }
    }

    /** A JSON string in ASCII, which no locale spoils. */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '"' || each == '\\') {
                json.append('\\').append(each);
            } else if (each < ' ' || each > '~') {
                json.append(String.format("\\u%04x", (int) each));
            } else {
                json.append(each);
            }
        }
        return json.append('"').toString();
    }

    /** Lets a signal end the daemon as gently as a visitor would, with the exit code of that gentle end. */
    private static final class Ending {
        private final StopSignal stop;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile int exit = Code.FAILED.exit();

        Ending(StopSignal stop) {
            this.stop = stop;
        }

        void ended(int code) {
            exit = code;
            ended.countDown();
        }

        void onSignal() {
            boolean bySignal = ended.getCount() > 0;
            stop.ask();
            try {
                if (!ended.await(MAX_STOP_SECONDS, TimeUnit.SECONDS)) {
                    Runtime.getRuntime().halt(Code.TIMED_OUT.exit());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (bySignal) {
                // Else the system's 143 would tell supervisors of a failure where there was none.
                Runtime.getRuntime().halt(exit);
            }
        }
    }
}
