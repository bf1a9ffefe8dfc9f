package kith.cli.command;

import java.util.ArrayList;
import java.util.List;
import kith.cli.client.Refusal;
import kith.cli.json.Json;
import kith.ontology.fault.Code;

/** Which peer a word means: by its did, by the beginning of it that lists show, or by its name in a space. */
final class PeerName {
    static final String LABEL = "PEER";
    static final String HELP = "a did:key:..., the beginning of one as in 'kith peer list', or the node's name";

    private static final String SCHEME = "did:key:";
    private static final String CUT = "...";
    /** No shorter text is the did of a node: it has 57 characters or 56. */
    private static final int MIN_DID_CHARS = 50;
    /** Peers that an answer counts up. */
    private static final int MAX_TOLD = 5;

    private PeerName() {}

    /**
     * The did of the peer.
     *
     * @throws Refusal NOT_FOUND if no peer is meant, CONFLICT if several are. A whole did is not looked up.
     */
    static String did(Call call, String word) {
        if (word.isBlank()) {
            throw call.usage("the name of the peer is empty");
        }
        if (word.startsWith(SCHEME) && word.length() >= MIN_DID_CHARS && !word.contains(CUT)) {
            return word;
        }
        List<Json> peers = call.visit().peers();
        List<Json> meant = new ArrayList<>();
        for (Json peer : peers) {
            if (peer.text("name", "").equals(word) || isOf(peer.at("node").text(), word)) {
                meant.add(peer);
            }
        }
        if (meant.size() > 1) {
            throw Refusal.of(
                    Code.CONFLICT,
                    "'" + word + "' means several peers: " + told(meant) + "; write more of the did",
                    "kith peer list -o wide");
        }
        if (meant.isEmpty()) {
            throw unknown(word, peers);
        }
        return meant.get(0).at("node").text();
    }

    private static boolean isOf(String did, String word) {
        int cut = word.indexOf(CUT);
        String head = cut < 0 ? word : word.substring(0, cut);
        String tail = cut < 0 ? "" : word.substring(cut + CUT.length());
        return !head.isEmpty()
                && did.endsWith(tail)
                && (did.startsWith(head) || did.startsWith(SCHEME + head))
                && (!SCHEME.startsWith(head) || cut >= 0);
    }

    private static Refusal unknown(String word, List<Json> peers) {
        List<String> words = new ArrayList<>();
        for (Json peer : peers) {
            peer.find("name").ifPresent(name -> words.add(name.text()));
            words.add(peer.at("node").text());
        }
        String near = Nearest.question(word, words);
        return Refusal.of(
                Code.NOT_FOUND,
                "no peer '" + word + "'" + near
                        + (peers.isEmpty()
                                ? "; there is none yet"
                                : near.isEmpty() ? "; there are " + told(peers) : ""),
                peers.isEmpty() ? "kith peer add NODE@HOST:PORT" : "kith peer list");
    }

    private static String told(List<Json> peers) {
        List<String> told = new ArrayList<>();
        for (Json peer : peers.subList(0, Math.min(MAX_TOLD, peers.size()))) {
            told.add(Peers.called(peer));
        }
        int more = peers.size() - told.size();
        return String.join(", ", told) + (more > 0 ? " and " + more + " more" : "");
    }
}
