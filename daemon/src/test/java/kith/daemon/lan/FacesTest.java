package kith.daemon.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import kith.ontology.bytes.Bytes;
import kith.ontology.identity.KeyId;
import kith.ontology.testkit.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class FacesTest {
    private static final long TODAY = 20_781;
    private static final Bytes RIVER = some("river");
    private static final Bytes HILL = some("hill");
    private static final KeyId ADA = new KeyId(some("ada"));
    private static final KeyId BO = new KeyId(some("bo"));
    private static final Bytes SECRET = some("secret");

    private static Bytes some(String text) {
        return Bytes.sha256(Bytes.utf8(text).view());
    }

    private static Faces faces(KeyId self, long day, Bytes... spaces) {
        List<Circle> circles = new ArrayList<>();
        for (Bytes space : spaces) {
            circles.add(new Circle(space, Set.of(ADA, BO)));
        }
        return new Faces(self, some(self.did()), circles, day);
    }

    static Iterable<Vectors.Vector> published() {
        return Vectors.read("lan.txt");
    }

    @ParameterizedTest
    @MethodSource("published")
    void aNameIsAsItsVectorSays(Vectors.Vector vector) {
        assertEquals(
                vector.text("name"),
                Alias.of(vector.bytes("space"), new KeyId(vector.bytes("node")), vector.number("day")));
    }

    @Test
    void aDayBeginsAtMidnightOfGreenwich() {
        assertEquals(0, Alias.day(86_399_999));
        assertEquals(1, Alias.day(86_400_000));
        assertEquals(-1, Alias.day(-1));
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "0, true", "1, true", "-2, false", "2, false"})
    void membersKnowEachOtherWhereClocksAreADayApart(long apart, boolean known) {
        Faces ada = faces(ADA, TODAY, RIVER);
        Faces bo = faces(BO, TODAY + apart, RIVER);

        assertEquals(known, bo.own().stream().anyMatch(name -> ada.who(name).equals(Optional.of(BO))));
    }

    @Test
    void whoSharesNoSpaceKnowsNobodyThoughItKnowsWhoThereIs() {
        Faces ada = faces(ADA, TODAY, RIVER);
        Faces bo = faces(BO, TODAY, HILL);

        assertTrue(bo.own().stream().allMatch(name -> ada.who(name).isEmpty()));
    }

    @Test
    void nobodyIsCalledTheSameOnAnotherDay() {
        Set<String> names = new HashSet<>(faces(ADA, TODAY, RIVER, HILL).own());

        names.retainAll(faces(ADA, TODAY + 1, RIVER, HILL).own());

        assertEquals(Set.of(), names);
    }

    @Test
    void nobodyCanBeToldFromItsNamesToBeInTwoSpaces() {
        assertNotEquals(Alias.of(RIVER, ADA, TODAY), Alias.of(HILL, ADA, TODAY));
        assertEquals(
                faces(ADA, TODAY, RIVER).own().size(),
                faces(ADA, TODAY, RIVER, HILL).own().size());
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 4", "4, 4", "5, 8", "8, 8", "9, 16", "17, 32", "32, 32", "33, 32"})
    void nobodyCanCountTheSpacesOfANode(int spaces, int names) {
        List<Circle> circles = IntStream.range(0, spaces)
                .mapToObj(i -> new Circle(some("space " + i), Set.of(ADA, BO)))
                .toList();

        List<String> own = new Faces(ADA, SECRET, circles, TODAY).own();

        assertEquals(names, own.size());
        assertEquals(names, new HashSet<>(own).size());
        assertEquals(own, new Faces(ADA, SECRET, circles, TODAY).own(), "also after a start");
    }

    @Test
    void noMoreThan65536NamesOfOthersAreKnown() {
        Set<KeyId> members = new HashSet<>();
        for (int i = 0; i <= Faces.MAX_NAMES / 3; i++) {
            members.add(new KeyId(some("member " + i)));
        }

        Faces faces = new Faces(ADA, SECRET, List.of(new Circle(RIVER, members)), TODAY);

        long known = members.stream()
                .flatMap(member -> IntStream.rangeClosed(-1, 1)
                        .mapToObj(days -> Packet.named(Alias.of(RIVER, member, TODAY + days))))
                .filter(name -> faces.who(name).isPresent())
                .count();
        assertEquals(Faces.MAX_NAMES, known);
    }

    @Test
    void theyAreOldOnAnotherDayAndWithOtherMembers() {
        List<Circle> two = List.of(new Circle(RIVER, Set.of(ADA, BO)));
        Faces faces = new Faces(ADA, SECRET, two, TODAY);

        assertFalse(faces.areOld(List.of(new Circle(RIVER, Set.of(BO, ADA))), TODAY));
        assertTrue(faces.areOld(two, TODAY + 1));
        assertTrue(faces.areOld(List.of(new Circle(RIVER, Set.of(ADA))), TODAY));
        assertTrue(faces.who(faces.own().getFirst()).isEmpty(), "itself is nobody to find");
    }
}
