package kith.cli.command;

import java.util.Optional;
import kith.cli.json.Json;

/** What several commands say of peers. */
final class Peers {
    private static final int HEAD = "did:key:z6Mk".length() + 4;
    private static final int TAIL = 4;

    private Peers() {}

    /** An id cut in the middle, long enough to be told apart by eye. */
    static String brief(String did) {
        return did.length() <= HEAD + TAIL + 3
                ? did
                : did.substring(0, HEAD) + "..." + did.substring(did.length() - TAIL);
    }

    /** The sum of a number over all spaces shared with a peer. */
    static long sum(Json peer, String key) {
        long sum = 0;
        Optional<Json> spaces = peer.find("spaces");
        if (spaces.isPresent()) {
            for (Json space : spaces.get().items()) {
                sum += space.number(key, 0);
            }
        }
        return sum;
    }

    static boolean isInStep(Json peer) {
        return peer.find("inStep").isPresent() && peer.at("inStep").truth();
    }
}
