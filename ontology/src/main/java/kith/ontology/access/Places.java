package kith.ontology.access;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import kith.ontology.delta.EditCodec;
import org.jspecify.annotations.Nullable;

/**
 * Places of asserts in two bytes each, as long as an act is held: one act has room for a million, and a member for many
 * acts. Immutable.
 */
@SuppressWarnings("JdkObsolete") // the act has it as what it asks of a set and no more
final class Places extends AbstractSet<Integer> implements SortedSet<Integer> {
    private final char[] ascending;
    private final int hash;

    /** @param ascending each below {@link EditCodec#MAX_OPERATIONS} */
    Places(List<Integer> ascending) {
        this.ascending = new char[ascending.size()];
        for (int i = 0; i < this.ascending.length; i++) {
            this.ascending[i] = (char) (int) ascending.get(i);
        }
        this.hash = places().sum();
    }

    private IntStream places() {
        return IntStream.range(0, ascending.length).map(i -> ascending[i]);
    }

    @Override
    public Iterator<Integer> iterator() {
        return places().iterator();
    }

    @Override
    public int size() {
        return ascending.length;
    }

    @Override
    public boolean contains(@Nullable Object place) {
        return place instanceof Integer number
                && number >= 0
                && number <= Character.MAX_VALUE
                && Arrays.binarySearch(ascending, (char) (int) number) >= 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Places places ? Arrays.equals(ascending, places.ascending) : super.equals(other);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public @Nullable Comparator<? super Integer> comparator() {
        return null;
    }

    @Override
    public SortedSet<Integer> subSet(Integer from, Integer to) {
        return new TreeSet<>(this).subSet(from, to);
    }

    @Override
    public SortedSet<Integer> headSet(Integer to) {
        return new TreeSet<>(this).headSet(to);
    }

    @Override
    public SortedSet<Integer> tailSet(Integer from) {
        return new TreeSet<>(this).tailSet(from);
    }

    @Override
    public Integer first() {
        return places().findFirst().orElseThrow(NoSuchElementException::new);
    }

    @Override
    public Integer last() {
        if (ascending.length == 0) {
            throw new NoSuchElementException();
        }
        return (int) ascending[ascending.length - 1];
    }
}
