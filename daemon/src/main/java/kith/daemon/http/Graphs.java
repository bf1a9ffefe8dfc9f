package kith.daemon.http;

import java.util.Arrays;
import java.util.List;
import kith.daemon.exchange.Syntax;
import kith.daemon.http.Accept.Offer;

/** The syntaxes in which graphs are sent. */
final class Graphs {
    static final List<Offer<Syntax>> OFFERS = offers(Syntax.TTL);

    private Graphs() {}

    /** All syntaxes, {@code first} being what a client without wishes gets. */
    static List<Offer<Syntax>> offers(Syntax first) {
        return Arrays.stream(Syntax.values())
                .sorted((a, b) -> Boolean.compare(b == first, a == first))
                .map(syntax -> new Offer<>(syntax, syntax.mediaTypes()))
                .toList();
    }

    static String contentType(Syntax syntax) {
        return syntax == Syntax.TTL ? syntax.mediaType() + "; charset=utf-8" : syntax.mediaType();
    }
}
