package kith.daemon.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.Edit;
import kith.ontology.delta.EditCodec;
import kith.ontology.delta.LogRoot;

/** A large edit becoming a group of deltas, each within the limits of a part as far as its terms allow. */
final class Splitting {
    private final LogRoot root;
    private final Bytes group;
    private final int before;
    private final List<Author.Part> parts = new ArrayList<>();

    /** @param before deltas of that group that there are by now */
    Splitting(LogRoot root, Bytes group, int before) {
        this.root = root;
        this.group = group;
        this.before = before;
    }

    static Optional<Author.Part> part(Edit edit, LogRoot root) {
        return EditCodec.encodeWithin(Author.PART_BYTES, edit, root.id())
                .map(payload -> new Author.Part(edit, root, payload));
    }

    List<Author.Part> split(Edit edit) {
        for (int from = 0; from < edit.operations(); from += Author.PART_OPERATIONS) {
            fit(slice(edit, from, Math.min(edit.operations(), from + Author.PART_OPERATIONS)));
        }
        return parts;
    }

    private void fit(Edit edit) {
        Optional<Author.Part> part = part(edit, root);
        int operations = edit.operations();
        if (part.isPresent()) {
            parts.add(part.get());
        } else if (operations == 1) {
            parts.add(new Author.Part(edit, root, EditCodec.encode(edit, root.id())));
        } else {
            fit(slice(edit, 0, operations / 2));
            fit(slice(edit, operations / 2, operations));
        }
    }

    private Edit slice(Edit edit, int from, int to) {
        int retracts = edit.retracts().size();
        return new Edit(
                edit.asserts().subList(Math.max(0, from - retracts), Math.max(0, to - retracts)),
                edit.retracts().subList(Math.min(from, retracts), Math.min(to, retracts)),
                Optional.of(new Edit.Group(group, before + parts.size())),
                edit.note());
    }
}
