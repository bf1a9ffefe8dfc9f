package kith.ontology.delta;

import java.util.Arrays;

/**
 * Puts terms in the order of their bytes, unsigned. Most begin as many others do, so it looks at eight bytes at a time and
 * goes on with those alone that are alike so far (quicksort in three parts, after Bentley and Sedgewick). For one thread.
 */
final class TermSort {
    /** So few are compared byte by byte. */
    private static final int FEW = 12;

    private static final int RANGE_INTS = 3;

    private final byte[][] terms;
    private final int[] numbers;
    /** Eight bytes of each term, from where its range has come to; with the sign turned, so that they compare. */
    private final long[] windows;

    /** Ranges that are left: from, to, and how many bytes their terms have in common. */
    private int[] left = new int[64 * RANGE_INTS];

    private int depth;

    private TermSort(byte[][] terms, int[] numbers) {
        this.terms = terms;
        this.numbers = numbers;
        this.windows = new long[terms.length];
    }

    /** Sorts the terms in place, and what each is numbered by with them. */
    static void sort(byte[][] terms, int[] numbers) {
        new TermSort(terms, numbers).sort();
    }

    private void sort() {
        load(0, terms.length, 0);
        push(0, terms.length, 0);
        while (depth > 0) {
            depth -= RANGE_INTS;
            sort(left[depth], left[depth + 1], left[depth + 2]);
        }
    }

    private void push(int from, int to, int common) {
        if (to - from > 1) {
            if (depth == left.length) {
                left = Arrays.copyOf(left, 2 * depth);
            }
            left[depth++] = from;
            left[depth++] = to;
            left[depth++] = common;
        }
    }

    private void load(int from, int to, int common) {
        for (int i = from; i < to; i++) {
            byte[] term = terms[i];
            long window = 0;
            int end = Math.min(term.length, common + Long.BYTES);
            for (int at = common; at < end; at++) {
                window = window << Byte.SIZE | (term[at] & 0xff);
            }
            // What is past the end sorts as zeros do; the shorter term comes first where that is all the difference.
            windows[i] = (window << (Byte.SIZE * (common + Long.BYTES - end))) ^ Long.MIN_VALUE;
        }
    }

    private void sort(int first, int end, int common) {
        if (end - first <= FEW) {
            insert(first, end, common);
            return;
        }
        long pivot = median(windows[first], windows[(first + end) >>> 1], windows[end - 1]);
        int below = first;
        int at = first;
        int above = end;
        while (at < above) {
            if (windows[at] < pivot) {
                swap(below++, at++);
            } else if (windows[at] > pivot) {
                swap(at, --above);
            } else {
                at++;
            }
        }
        push(first, below, common);
        push(above, end, common);
        deeper(below, above, common + Long.BYTES);
    }

    /** Those that are alike: first what ends here, then the others by what comes next. */
    private void deeper(int from, int to, int common) {
        int ended = from;
        for (int i = from; i < to; i++) {
            if (terms[i].length <= common) {
                swap(ended++, i);
            }
        }
        insert(from, ended, 0);
        load(ended, to, common);
        push(ended, to, common);
    }

    private void insert(int from, int to, int common) {
        for (int i = from + 1; i < to; i++) {
            for (int at = i; at > from && isBefore(terms[at], terms[at - 1], common); at--) {
                swap(at, at - 1);
            }
        }
    }

    private static boolean isBefore(byte[] one, byte[] other, int common) {
        return Arrays.compareUnsigned(one, common, one.length, other, common, other.length) < 0;
    }

    private static long median(long one, long two, long three) {
        return Math.max(Math.min(one, two), Math.min(Math.max(one, two), three));
    }

    private void swap(int one, int other) {
        byte[] term = terms[one];
        terms[one] = terms[other];
        terms[other] = term;
        int number = numbers[one];
        numbers[one] = numbers[other];
        numbers[other] = number;
        long window = windows[one];
        windows[one] = windows[other];
        windows[other] = window;
    }
}
