package kith.ontology.vocab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds of things that kith knows by name. Everything else is RDF all the same, reached by SPARQL. */
public final class Profile {
    private static final List<String> AGENT = List.of("person", "org");
    private static final List<String> NOTHING = List.of();

    private static final List<Kind> KINDS =
            List.of(person(), organisation(), device(), place(), role(), membership(), model(), account(), document());
    private static final Map<String, Policy> POLICIES = policies();

    private Profile() {}

    /** Every kind, in the order in which help shows them. */
    public static List<Kind> kinds() {
        return KINDS;
    }

    /** The kind of this name. */
    public static Optional<Kind> kind(String name) {
        for (Kind kind : KINDS) {
            if (kind.name().equals(name)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The kind whose things have this class. */
    public static Optional<Kind> kindOf(String classIri) {
        for (Kind kind : KINDS) {
            if (kind.classIri().equals(classIri)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** How values of this predicate are picked, in every kind alike; {@link Policy#ALL} for one we do not know. */
    public static Policy policyOf(String predicate) {
        return POLICIES.getOrDefault(predicate, Policy.ALL);
    }

    private static Kind person() {
        return kind(
                "person",
                Terms.FOAF_PERSON,
                "",
                List.of(
                        one("name", Terms.FOAF_NAME, Form.LANG_TEXT, "the name to show"),
                        one("given-name", Terms.FOAF_GIVEN_NAME, Form.TEXT, "given name"),
                        one("family-name", Terms.FOAF_FAMILY_NAME, Form.TEXT, "family name"),
                        many("nick", Terms.FOAF_NICK, Form.TEXT, "another name they go by"),
                        one("birthday", Terms.VCARD_BDAY, Form.DATE, "day of birth"),
                        many("email", Terms.FOAF_MBOX, Form.MAILTO, "e-mail address"),
                        many("phone", Terms.FOAF_PHONE, Form.TEL, "telephone number"),
                        many("homepage", Terms.FOAF_HOMEPAGE, Form.IRI, "web page"),
                        links("account", Terms.FOAF_ACCOUNT, List.of("account"), "account with an online service"),
                        links("knows", Terms.FOAF_KNOWS, List.of("person"), "a person they know"),
                        links("at", Terms.ORG_BASED_AT, List.of("place"), "place where they work")));
    }

    private static Kind organisation() {
        return kind(
                "org",
                Terms.ORG_ORGANIZATION,
                "",
                List.of(
                        one("name", Terms.FOAF_NAME, Form.LANG_TEXT, "the name to show"),
                        many(
                                "alias",
                                Terms.SKOS_ALT_LABEL,
                                Form.LANG_TEXT,
                                "another name, or the name in another language"),
                        one("purpose", Terms.ORG_PURPOSE, Form.LANG_TEXT, "what it is for"),
                        many("kind", Terms.ORG_CLASSIFICATION, Form.IRI, "the concept it is classified under"),
                        many("email", Terms.FOAF_MBOX, Form.MAILTO, "e-mail address"),
                        many("phone", Terms.FOAF_PHONE, Form.TEL, "telephone number"),
                        many("homepage", Terms.FOAF_HOMEPAGE, Form.IRI, "web page"),
                        links(
                                "part-of",
                                Terms.ORG_SUB_ORGANIZATION_OF,
                                List.of("org"),
                                "an organisation it belongs to"),
                        link("unit-of", Terms.ORG_UNIT_OF, List.of("org"), "the organisation it is a department of"),
                        links("site", Terms.ORG_HAS_SITE, List.of("place"), "place where it works"),
                        links("account", Terms.FOAF_ACCOUNT, List.of("account"), "account with an online service"),
                        one("founded", Terms.SCHEMA_FOUNDING_DATE, Form.DATE, "day it was founded")));
    }

    private static Kind device() {
        return kind(
                "device",
                Terms.SAREF_DEVICE,
                "",
                List.of(
                        one("name", Terms.RDFS_LABEL, Form.LANG_TEXT, "the name to show"),
                        link("model", Terms.VF_CONFORMS_TO, List.of("model"), "what model it is"),
                        first("serial", Terms.SCHEMA_SERIAL_NUMBER, Form.TEXT, "serial number"),
                        link("owner", Terms.VF_PRIMARY_ACCOUNTABLE, AGENT, "who is accountable for it"),
                        link("held-by", Terms.KITH_CUSTODIAN, AGENT, "who has it at hand"),
                        link("at", Terms.VF_CURRENT_LOCATION, List.of("place"), "where it is"),
                        many("hostname", Terms.KITH_HOSTNAME, Form.HOST_NAME, "name on the network"),
                        many("ip", Terms.KITH_IP, Form.IP, "internet address"),
                        many("mac", Terms.KITH_MAC, Form.MAC, "hardware address"),
                        many("ssh-key", Terms.KITH_SSH_HOST_KEY, Form.SSH_KEY, "public key of its SSH server"),
                        one("firmware", Terms.KITH_FIRMWARE, Form.TEXT, "version of its firmware"),
                        greatest("last-seen", Terms.KITH_LAST_SEEN, Form.DATE_TIME, "when it last answered"),
                        many("interface", Terms.KITH_HAS_INTERFACE, Form.IRI, "a network interface of it"),
                        links(
                                "connected-to",
                                Terms.KITH_CONNECTED_TO,
                                List.of("device"),
                                "a device it is connected to"),
                        links("part", Terms.SAREF_CONSISTS_OF, List.of("device"), "a device it consists of")));
    }

    private static Kind place() {
        return kind(
                "place",
                Terms.ORG_SITE,
                "kith.place",
                List.of(
                        one("name", Terms.RDFS_LABEL, Form.LANG_TEXT, "the name to show"),
                        one("street", Terms.VCARD_STREET_ADDRESS, Form.TEXT, "street and number"),
                        one("city", Terms.VCARD_LOCALITY, Form.TEXT, "town or village"),
                        one("region", Terms.VCARD_REGION, Form.TEXT, "state or province"),
                        one("postal-code", Terms.VCARD_POSTAL_CODE, Form.TEXT, "postal code"),
                        one("country", Terms.VCARD_COUNTRY_NAME, Form.TEXT, "country"),
                        many("phone", Terms.FOAF_PHONE, Form.TEL, "telephone number"),
                        one("lat", Terms.GEO_LAT, Form.DECIMAL, "latitude in degrees, north positive (WGS 84)"),
                        one("long", Terms.GEO_LONG, Form.DECIMAL, "longitude in degrees, east positive (WGS 84)")));
    }

    private static Kind role() {
        return kind(
                "role",
                Terms.ORG_ROLE,
                "kith.role",
                List.of(
                        one("name", Terms.SKOS_PREF_LABEL, Form.LANG_TEXT, "the name to show"),
                        many(
                                "alias",
                                Terms.SKOS_ALT_LABEL,
                                Form.LANG_TEXT,
                                "another name, or the name in another language")));
    }

    private static Kind membership() {
        return kind(
                "membership",
                Terms.ORG_MEMBERSHIP,
                "kith.membership",
                List.of(
                        firstLink("member", Terms.ORG_MEMBER, AGENT, "who belongs"),
                        firstLink("org", Terms.ORG_ORGANIZATION_PROPERTY, List.of("org"), "to what"),
                        links("role", Terms.ORG_ROLE_PROPERTY, List.of("role"), "in what role"),
                        one("from", Terms.SCHEMA_START_DATE, Form.DATE, "first day"),
                        one("to", Terms.SCHEMA_END_DATE, Form.DATE, "last day")));
    }

    private static Kind model() {
        return kind(
                "model",
                Terms.VF_RESOURCE_SPECIFICATION,
                "kith.model",
                List.of(
                        one("name", Terms.RDFS_LABEL, Form.LANG_TEXT, "the name to show"),
                        link("manufacturer", Terms.SCHEMA_MANUFACTURER, List.of("org"), "who makes it"),
                        one("part-number", Terms.SCHEMA_MPN, Form.TEXT, "the maker's part number")));
    }

    private static Kind account() {
        return kind(
                "account",
                Terms.FOAF_ONLINE_ACCOUNT,
                "kith.account",
                List.of(
                        first("account-name", Terms.FOAF_ACCOUNT_NAME, Form.TEXT, "name at the service"),
                        first("service", Terms.FOAF_ACCOUNT_SERVICE_HOMEPAGE, Form.IRI, "web page of the service")));
    }

    private static Kind document() {
        List<Field> fields = List.of(
                one("title", Terms.DCT_TITLE, Form.LANG_TEXT, "the title"),
                links("author", Terms.DCT_CREATOR, AGENT, "who wrote it"),
                links("editor", Terms.SCHEMA_EDITOR, List.of("person"), "who edited it"),
                link("publisher", Terms.DCT_PUBLISHER, AGENT, "who published it"),
                one("issued", Terms.DCT_ISSUED, Form.YEAR_OR_DATE, "when it was published"),
                many("isbn", Terms.SCHEMA_ISBN, Form.ISBN, "book number"),
                one("pages", Terms.SCHEMA_NUMBER_OF_PAGES, Form.INTEGER, "count of pages"),
                many("homepage", Terms.FOAF_HOMEPAGE, Form.IRI, "web page"),
                many("torrent", Terms.KITH_TORRENT_HASH, Form.INFO_HASH, "hash of a torrent that carries it"));
        Derived magnet = new Derived("magnet", "torrent", Derived.Rule.MAGNET, "link that opens the torrent");
        return new Kind("document", Terms.FOAF_DOCUMENT, "", withCommon(fields), List.of(magnet));
    }

    private static Kind kind(String name, String classIri, String namespaceHint, List<Field> own) {
        return new Kind(name, classIri, namespaceHint, withCommon(own), List.of());
    }

    private static List<Field> withCommon(List<Field> own) {
        List<Field> fields = new ArrayList<>(own.size() + 7);
        fields.add(first("handle", Terms.KITH_HANDLE, Form.HANDLE, "short name, unique in its graph"));
        fields.addAll(own);
        fields.add(one("status", Terms.KITH_STATUS, Form.WORD, "active, retired, lost, or another word"));
        fields.add(many("tag", Terms.KITH_TAG, Form.TEXT, "a word to find it by"));
        fields.add(one("note", Terms.RDFS_COMMENT, Form.LANG_TEXT, "anything else"));
        fields.add(one("image", Terms.FOAF_IMG, Form.IRI, "a picture of it"));
        fields.add(many("id", Terms.DCT_IDENTIFIER, Form.TEXT, "what another registry calls it"));
        fields.add(many("same-as", Terms.OWL_SAME_AS, Form.IRI, "another IRI of the very same thing"));
        return fields;
    }

    private static Field one(String name, String predicate, Form form, String help) {
        return new Field(name, predicate, form, true, Policy.LATEST, NOTHING, help);
    }

    private static Field first(String name, String predicate, Form form, String help) {
        return new Field(name, predicate, form, true, Policy.FIRST, NOTHING, help);
    }

    private static Field greatest(String name, String predicate, Form form, String help) {
        return new Field(name, predicate, form, true, Policy.GREATEST, NOTHING, help);
    }

    private static Field many(String name, String predicate, Form form, String help) {
        return new Field(name, predicate, form, false, Policy.ALL, NOTHING, help);
    }

    private static Field link(String name, String predicate, List<String> kinds, String help) {
        return new Field(name, predicate, Form.REFERENCE, true, Policy.LATEST, kinds, help);
    }

    private static Field firstLink(String name, String predicate, List<String> kinds, String help) {
        return new Field(name, predicate, Form.REFERENCE, true, Policy.FIRST, kinds, help);
    }

    private static Field links(String name, String predicate, List<String> kinds, String help) {
        return new Field(name, predicate, Form.REFERENCE, false, Policy.ALL, kinds, help);
    }

    private static Map<String, Policy> policies() {
        Map<String, Policy> policies = new HashMap<>(128);
        for (Kind kind : KINDS) {
            for (Field field : kind.fields()) {
                policies.put(field.predicate(), field.policy());
            }
        }
        return policies;
    }
}
