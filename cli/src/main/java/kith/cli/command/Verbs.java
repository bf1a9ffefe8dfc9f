package kith.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import kith.ontology.vocab.Kind;
import kith.ontology.vocab.Profile;

/** Which commands there are. Only the one that is run is made. */
final class Verbs {
    /** What can be done with the things of a kind. */
    static final List<String> KIND_ACTIONS = List.of("add", "list", "get", "set", "rm");

    private static final List<Section> SECTIONS = List.of(
            new Section("Begin", List.of("init", "status", "doctor", "demo")),
            new Section("Daemon", List.of("daemon start", "daemon stop", "daemon status", "daemon run")),
            new Section(
                    "Share",
                    List.of(
                            "space create",
                            "space list",
                            "space show",
                            "invite",
                            "join",
                            "leave",
                            "peer list",
                            "peer add",
                            "peer get",
                            "peer ping",
                            "peer block",
                            "peer unblock",
                            "peer rm",
                            "sync",
                            "net check")),
            new Section(
                    "Rights",
                    List.of(
                            "member list",
                            "member add",
                            "member end",
                            "member adopt",
                            "share list",
                            "share grant",
                            "share revoke",
                            "share ban",
                            "node list",
                            "node add",
                            "node retire",
                            "node lost",
                            "device retire",
                            "device lost",
                            "key list",
                            "key paper",
                            "key recover",
                            "key rotate",
                            "admit")),
            new Section(
                    "Ask and write", List.of("query", "ask", "explain", "watch", "update", "import", "export", "get")),
            new Section(
                    "History",
                    List.of(
                            "log",
                            "show",
                            "blame",
                            "history",
                            "conflicts list",
                            "conflicts show",
                            "conflicts resolve",
                            "diff",
                            "revert",
                            "erase")),
            new Section("Schema", List.of("schema list", "schema show", "schema add", "schema rm")),
            new Section("Carry", List.of("bundle export", "bundle import")),
            new Section("Keep", List.of("backup", "restore", "verify", "compact")),
            new Section("Help", List.of("help", "version", "completion")));

    private Verbs() {}

    /** Commands that belong together in the overview. */
    record Section(String title, List<String> paths) {}

    static List<Section> sections() {
        return SECTIONS;
    }

    /** A new command of this path, which must be one. */
    static Verb of(String path) {
        return switch (path) {
            case "init" -> new Init();
            case "status" -> new Status();
            case "doctor" -> new Doctor();
            case "demo" -> new Demo();
            case "daemon start" -> new DaemonStart();
            case "daemon stop" -> new DaemonStop();
            case "daemon status" -> new DaemonStatus();
            case "daemon run" -> new DaemonRun();
            case "space create" -> new SpaceCreate();
            case "space list" -> new SpaceList();
            case "space show" -> new SpaceShow();
            case "invite" -> new Invite();
            case "join" -> new Join();
            case "leave" -> new Leave();
            case "member list" -> new MemberList();
            case "member add", "share grant" -> new MemberAdd();
            case "member end" -> new MemberEnd();
            case "member adopt" -> new MemberAdopt();
            case "share list" -> new ShareList();
            case "share revoke" -> new ShareRevoke();
            case "share ban" -> new ShareBan();
            case "node list" -> new NodeList();
            case "node add" -> new NodeAdd();
            case "node retire" -> new NodeRetire("node");
            case "node lost" -> new NodeLost("node");
            case "device retire" -> new NodeRetire("device");
            case "device lost" -> new NodeLost("device");
            case "key list" -> new KeyList();
            case "key paper" -> new KeyPaper();
            case "key recover" -> new KeyRecover();
            case "key rotate" -> new KeyRotate();
            case "admit" -> new Admit();
            case "peer list" -> new PeerList();
            case "peer add" -> new PeerAdd();
            case "peer get" -> new PeerGet();
            case "peer ping" -> new PeerPing();
            case "peer block" -> new PeerBlock();
            case "peer unblock" -> new PeerUnblock();
            case "peer rm" -> new PeerRemove();
            case "net check" -> new NetCheck();
            case "sync" -> new Sync();
            case "log" -> new Log();
            case "show" -> new Show();
            case "blame" -> new Blame();
            case "history" -> new History();
            case "diff" -> new Diff();
            case "revert" -> new Revert();
            case "erase" -> new Erase();
            case "query" -> new Query();
            case "ask" -> new Ask();
            case "explain" -> new Explain();
            case "watch" -> new Watch();
            case "update" -> new Update();
            case "import" -> new Import();
            case "export" -> new Export();
            case "conflicts list" -> new ConflictsList();
            case "conflicts show" -> new ConflictsShow();
            case "conflicts resolve" -> new ConflictsResolve();
            case "schema list" -> new SchemaList();
            case "schema show" -> new SchemaShow();
            case "schema add" -> new SchemaAdd();
            case "schema rm" -> new SchemaRemove();
            case "bundle export" -> new BundleExport();
            case "bundle import" -> new BundleImport();
            case "backup" -> new Backup();
            case "restore" -> new Restore();
            case "verify" -> new Verify();
            case "compact" -> new Compact();
            case "get" -> new ThingGet(List.of());
            case "help" -> new Help();
            case "version" -> new Version();
            case "completion" -> new Completion();
            case "__complete" -> new Complete();
            default -> ofKind(path);
        };
    }

    static boolean isVerb(String path) {
        if (path.equals("__complete")) {
            return true;
        }
        for (Section section : SECTIONS) {
            if (section.paths().contains(path)) {
                return true;
            }
        }
        int space = path.indexOf(' ');
        return space > 0
                && Profile.kind(path.substring(0, space)).isPresent()
                && KIND_ACTIONS.contains(path.substring(space + 1));
    }

    /** Whether the word begins commands of two words. */
    static boolean isNoun(String word) {
        return !secondWords(word).isEmpty();
    }

    /** The words that a command may begin with. */
    static Set<String> firstWords() {
        Set<String> words = new LinkedHashSet<>();
        for (Section section : SECTIONS) {
            for (String path : section.paths()) {
                int space = path.indexOf(' ');
                words.add(space < 0 ? path : path.substring(0, space));
            }
        }
        for (Kind kind : Profile.kinds()) {
            words.add(kind.name());
        }
        return words;
    }

    /** The words that may follow this one; none when it is a command by itself or nothing at all. */
    static List<String> secondWords(String noun) {
        List<String> words = new ArrayList<>(Profile.kind(noun).isPresent() ? KIND_ACTIONS : List.of());
        for (Section section : SECTIONS) {
            for (String path : section.paths()) {
                if (path.startsWith(noun) && path.length() > noun.length() && path.charAt(noun.length()) == ' ') {
                    words.add(path.substring(noun.length() + 1));
                }
            }
        }
        return words;
    }

    /** All commands. */
    static List<String> paths() {
        List<String> paths = new ArrayList<>();
        for (Section section : SECTIONS) {
            paths.addAll(section.paths());
        }
        for (Kind kind : Profile.kinds()) {
            for (String action : KIND_ACTIONS) {
                paths.add(kind.name() + " " + action);
            }
        }
        return paths;
    }

    /** The first word of a command, or another that people use for it. */
    static String firstWord(String word) {
        return switch (word) {
            case "q" -> "query";
            case "organisation", "organization" -> "org";
            default -> word;
        };
    }

    /** The second word of a command, or another that people use for it. */
    static String secondWord(String noun, String word) {
        return switch (word) {
            case "ls" -> "list";
            case "show", "get" -> {
                String other = word.equals("get") ? "show" : "get";
                yield secondWords(noun).contains(word) || !secondWords(noun).contains(other) ? word : other;
            }
            case "remove", "delete" -> "rm";
            default -> word;
        };
    }

    private static Verb ofKind(String path) {
        int space = path.indexOf(' ');
        Kind kind = Profile.kind(path.substring(0, space)).orElseThrow();
        return switch (path.substring(space + 1)) {
            case "add" -> new ThingAdd(kind);
            case "list" -> new ThingList(kind);
            case "get" -> new ThingGet(List.of(kind));
            case "set" -> new ThingSet(kind);
            case "rm" -> new ThingRemove(kind);
            default -> throw new IllegalArgumentException(path);
        };
    }
}
