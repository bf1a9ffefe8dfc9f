package kith.ontology.merge;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.regex.Pattern;
import kith.ontology.quad.TermCodec;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Node;
import org.jspecify.annotations.Nullable;

/**
 * One order of all terms, the same on every replica for ever: what has no size by its bytes, then moments by time, then
 * numbers by size; what is equal by that, by its bytes. A lexical form that is not in the plain shape below has no size:
 * better an odd place than two replicas that read it differently.
 */
final class ValueOrder {
    static final Comparator<Node> ORDER =
            Comparator.comparing(ValueOrder::sized).thenComparing(TermCodec::encode);

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,100}(\\.[0-9]{1,100})?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern MOMENT =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?");
    private static final Pattern MOMENT_AND_ZONE = Pattern.compile(MOMENT.pattern() + "(Z|[+-][0-9]{2}:[0-9]{2})");

    private ValueOrder() {}

    /** A term by its size, if it has one. */
    private record Sized(
            int kind, @Nullable Instant moment, @Nullable BigDecimal number) implements Comparable<Sized> {
        private static final Sized NONE = new Sized(0, null, null);

        @Override
        public int compareTo(Sized other) {
            if (kind != other.kind) {
                return Integer.compare(kind, other.kind);
            }
            if (moment != null && other.moment != null) {
                return moment.compareTo(other.moment);
            }
            return number != null && other.number != null ? number.compareTo(other.number) : 0;
        }
    }

    private static Sized sized(Node term) {
        if (!term.isLiteral() || !term.getLiteralLanguage().isEmpty()) {
            return Sized.NONE;
        }
        String text = term.getLiteralLexicalForm();
        String datatype = term.getLiteralDatatypeURI();
        if (datatype.equals(XSDDatatype.XSDinteger.getURI()) || datatype.equals(XSDDatatype.XSDdecimal.getURI())) {
            return NUMBER.matcher(text).matches() ? new Sized(2, null, new BigDecimal(text)) : Sized.NONE;
        }
        boolean isTime =
                datatype.equals(XSDDatatype.XSDdateTime.getURI()) || datatype.equals(XSDDatatype.XSDdate.getURI());
        @Nullable Instant moment = isTime ? moment(text) : null;
        return moment == null ? Sized.NONE : new Sized(1, moment, null);
    }

    /** A moment without a zone is taken as UTC, a day as its beginning. */
    private static @Nullable Instant moment(String text) {
        try {
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            if (MOMENT.matcher(text).matches()) {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            }
            return MOMENT_AND_ZONE.matcher(text).matches()
                    ? OffsetDateTime.parse(text).toInstant()
                    : null;
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }
}
