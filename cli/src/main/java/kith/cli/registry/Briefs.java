package kith.cli.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ids cut to their beginning, as long as it takes to tell them apart. */
public final class Briefs {
    private static final int MIN_DIGITS = 8;

    private Briefs() {}

    /** For each thing its id: a UUID as its first digits, anything else with a prefix of ours where there is one. */
    public static List<String> of(List<Thing> things) {
        List<String> ids = new ArrayList<>();
        for (Thing thing : things) {
            ids.add(thing.id());
        }
        ids.sort(null);
        Map<String, String> briefs = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            int shared = Math.max(
                    i == 0 ? 0 : shared(id, ids.get(i - 1)), i == ids.size() - 1 ? 0 : shared(id, ids.get(i + 1)));
            briefs.put(id, brief(id, shared + 1));
        }
        List<String> inOrder = new ArrayList<>();
        for (Thing thing : things) {
            inOrder.add(briefs.getOrDefault(thing.id(), thing.id()));
        }
        return inOrder;
    }

    private static String brief(String id, int length) {
        if (!id.startsWith(ThingName.UUID_PREFIX)) {
            return ThingName.shown(id);
        }
        int digits = Math.max(MIN_DIGITS, length - ThingName.UUID_PREFIX.length());
        String uuid = id.substring(ThingName.UUID_PREFIX.length());
        return digits >= uuid.length() ? uuid : uuid.substring(0, digits);
    }

    private static int shared(String a, String b) {
        int i = 0;
        while (i < a.length() && i < b.length() && a.charAt(i) == b.charAt(i)) {
            i++;
        }
        return i;
    }
}
