package kith.daemon.lan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kith.ontology.bytes.Bytes;
import kith.ontology.identity.KeyId;

/** Who goes by which name on one day, the day before and the day after, for clocks differ. Immutable. */
final class Faces {
    /** Spaces for which a node has a name: past them it is not found by those who share no other with it. */
    static final int MAX_SPACES = 32;
    /** Names known of others. */
    static final int MAX_NAMES = 65_536;

    private static final int FEWEST = 4;

    private final long day;
    private final List<Circle> circles;
    private final List<String> own;
    private final Map<String, KeyId> others = new HashMap<>();

    /**
     * @param secret of this node's alone: names made with it stand beside its own, so that nobody can count its spaces
     */
    Faces(KeyId self, Bytes secret, List<Circle> circles, long day) {
        this.day = day;
        this.circles = List.copyOf(circles);
        List<Circle> some = circles.stream()
                .sorted(Comparator.comparing((Circle circle) -> circle.space().toHex()))
                .limit(MAX_SPACES)
                .toList();
        List<String> names = new ArrayList<>();
        some.forEach(circle -> names.add(Packet.named(Alias.of(circle.space(), self, day))));
        // As many as if there were 4, 8, 16 or 32 spaces.
        int count = Math.max(FEWEST, Integer.highestOneBit(Math.max(1, 2 * names.size() - 1)));
        while (!names.isEmpty() && names.size() < count) {
            Bytes nobody = Bytes.sha256(secret.view(), new byte[] {(byte) names.size()});
            names.add(Packet.named(Alias.of(nobody, self, day)));
        }
        own = names.stream().sorted().toList();
        for (Circle circle : circles) {
            for (KeyId member : circle.members()) {
                for (long each = day - 1;
                        each <= day + 1 && !member.equals(self) && others.size() < MAX_NAMES;
                        each++) {
                    others.put(Packet.named(Alias.of(circle.space(), member, each)), member);
                }
            }
        }
    }

    /** Whether they are those of another day, or of other spaces or members. */
    boolean areOld(List<Circle> now, long today) {
        return day != today || !circles.equals(now);
    }

    /** What this node is called, in an order that tells nothing. */
    List<String> own() {
        return own;
    }

    Optional<KeyId> who(String name) {
        return Optional.ofNullable(others.get(name));
    }
}
