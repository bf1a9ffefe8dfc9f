package kith.daemon.engine;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** What each of several plans finds, for each batch of an input or for themselves. */
final class Either extends Operator {
    private final Operator input;
    private final List<Feed> feeds;
    private final List<Operator> branches;
    private int branch;
    private boolean within;

    /** @param feeds one a branch, over {@code input}; where they are units, so is {@code input} */
    Either(Operator input, List<Feed> feeds, List<Operator> branches) {
        super(input.run);
        this.input = input;
        this.feeds = feeds;
        this.branches = branches;
        boolean first = true;
        double all = 0;
        for (Operator each : branches) {
            may.or(each.may);
            if (first) {
                must.or(each.must);
            } else {
                must.and(each.must);
            }
            first = false;
            all += Math.max(0, each.expected);
        }
        expected = all;
    }

    @Override
    void requireBelow(BitSet wanted) {
        BitSet needed = new BitSet();
        for (Operator each : branches) {
            each.require(wanted);
        }
        for (Feed feed : feeds) {
            needed.or(feed.carried);
        }
        input.require(needed);
    }

    @Override
    void open() {
        input.open();
        branches.forEach(Operator::open);
        out = new Batch(run.width());
        within = false;
    }

    @Override
    boolean fill() {
        while (true) {
            if (!within) {
                if (!input.next()) {
                    return false;
                }
                branch = -1;
                within = true;
                nextBranch();
            }
            if (branch < branches.size()) {
                Operator now = branches.get(branch);
                if (now.next()) {
                    out.carry(now.out, carried);
                    return true;
                }
                nextBranch();
            } else {
                within = false;
            }
        }
    }

    private void nextBranch() {
        branch++;
        if (branch < branches.size()) {
            branches.get(branch).rewind();
            if (!feeds.get(branch).isUnit()) {
                feeds.get(branch).put(input.out);
            }
        }
    }

    @Override
    void rewind() {
        input.rewind();
        within = false;
    }

    @Override
    void close() {
        input.close();
        branches.forEach(Operator::close);
    }

    @Override
    String title() {
        return "union";
    }

    @Override
    List<Operator> inputs() {
        return Stream.concat(Stream.of(input), branches.stream()).toList();
    }
}
