package kith.ontology.vocab;

/** The IRIs that the profile uses, by prefix and name. */
public final class Terms {
    public static final String RDF_TYPE = Prefixes.RDF + "type";

    public static final String RDFS_LABEL = Prefixes.RDFS + "label";
    public static final String RDFS_COMMENT = Prefixes.RDFS + "comment";

    public static final String OWL_SAME_AS = Prefixes.OWL + "sameAs";

    public static final String DCT_IDENTIFIER = Prefixes.DCT + "identifier";
    public static final String DCT_TITLE = Prefixes.DCT + "title";
    public static final String DCT_CREATOR = Prefixes.DCT + "creator";
    public static final String DCT_PUBLISHER = Prefixes.DCT + "publisher";
    public static final String DCT_ISSUED = Prefixes.DCT + "issued";

    public static final String SKOS_PREF_LABEL = Prefixes.SKOS + "prefLabel";
    public static final String SKOS_ALT_LABEL = Prefixes.SKOS + "altLabel";

    public static final String FOAF_PERSON = Prefixes.FOAF + "Person";
    public static final String FOAF_ONLINE_ACCOUNT = Prefixes.FOAF + "OnlineAccount";
    public static final String FOAF_DOCUMENT = Prefixes.FOAF + "Document";
    public static final String FOAF_NAME = Prefixes.FOAF + "name";
    public static final String FOAF_GIVEN_NAME = Prefixes.FOAF + "givenName";
    public static final String FOAF_FAMILY_NAME = Prefixes.FOAF + "familyName";
    public static final String FOAF_NICK = Prefixes.FOAF + "nick";
    public static final String FOAF_MBOX = Prefixes.FOAF + "mbox";
    public static final String FOAF_PHONE = Prefixes.FOAF + "phone";
    public static final String FOAF_HOMEPAGE = Prefixes.FOAF + "homepage";
    public static final String FOAF_IMG = Prefixes.FOAF + "img";
    public static final String FOAF_KNOWS = Prefixes.FOAF + "knows";
    public static final String FOAF_ACCOUNT = Prefixes.FOAF + "account";
    public static final String FOAF_ACCOUNT_NAME = Prefixes.FOAF + "accountName";
    public static final String FOAF_ACCOUNT_SERVICE_HOMEPAGE = Prefixes.FOAF + "accountServiceHomepage";

    public static final String VCARD_BDAY = Prefixes.VCARD + "bday";
    public static final String VCARD_STREET_ADDRESS = Prefixes.VCARD + "street-address";
    public static final String VCARD_LOCALITY = Prefixes.VCARD + "locality";
    public static final String VCARD_REGION = Prefixes.VCARD + "region";
    public static final String VCARD_POSTAL_CODE = Prefixes.VCARD + "postal-code";
    public static final String VCARD_COUNTRY_NAME = Prefixes.VCARD + "country-name";

    public static final String ORG_ORGANIZATION = Prefixes.ORG + "Organization";
    public static final String ORG_ORGANIZATIONAL_UNIT = Prefixes.ORG + "OrganizationalUnit";
    public static final String ORG_MEMBERSHIP = Prefixes.ORG + "Membership";
    public static final String ORG_SITE = Prefixes.ORG + "Site";
    public static final String ORG_ROLE = Prefixes.ORG + "Role";
    public static final String ORG_BASED_AT = Prefixes.ORG + "basedAt";
    public static final String ORG_PURPOSE = Prefixes.ORG + "purpose";
    public static final String ORG_CLASSIFICATION = Prefixes.ORG + "classification";
    public static final String ORG_SUB_ORGANIZATION_OF = Prefixes.ORG + "subOrganizationOf";
    public static final String ORG_UNIT_OF = Prefixes.ORG + "unitOf";
    public static final String ORG_HAS_SITE = Prefixes.ORG + "hasSite";
    public static final String ORG_MEMBER = Prefixes.ORG + "member";
    public static final String ORG_ORGANIZATION_PROPERTY = Prefixes.ORG + "organization";
    public static final String ORG_ROLE_PROPERTY = Prefixes.ORG + "role";

    public static final String SCHEMA_BOOK = Prefixes.SCHEMA + "Book";
    public static final String SCHEMA_FOUNDING_DATE = Prefixes.SCHEMA + "foundingDate";
    public static final String SCHEMA_START_DATE = Prefixes.SCHEMA + "startDate";
    public static final String SCHEMA_END_DATE = Prefixes.SCHEMA + "endDate";
    public static final String SCHEMA_SERIAL_NUMBER = Prefixes.SCHEMA + "serialNumber";
    public static final String SCHEMA_MANUFACTURER = Prefixes.SCHEMA + "manufacturer";
    public static final String SCHEMA_MPN = Prefixes.SCHEMA + "mpn";
    public static final String SCHEMA_EDITOR = Prefixes.SCHEMA + "editor";
    public static final String SCHEMA_ISBN = Prefixes.SCHEMA + "isbn";
    public static final String SCHEMA_NUMBER_OF_PAGES = Prefixes.SCHEMA + "numberOfPages";

    public static final String SAREF_DEVICE = Prefixes.SAREF + "Device";
    public static final String SAREF_CONSISTS_OF = Prefixes.SAREF + "consistsOf";

    public static final String VF_RESOURCE_SPECIFICATION = Prefixes.VF + "ResourceSpecification";
    public static final String VF_CONFORMS_TO = Prefixes.VF + "conformsTo";
    public static final String VF_PRIMARY_ACCOUNTABLE = Prefixes.VF + "primaryAccountable";
    public static final String VF_CURRENT_LOCATION = Prefixes.VF + "currentLocation";

    public static final String GEO_LAT = Prefixes.GEO + "lat";
    public static final String GEO_LONG = Prefixes.GEO + "long";

    public static final String KITH_THING = Prefixes.KITH + "Thing";
    public static final String KITH_KIND = Prefixes.KITH + "kind";
    public static final String KITH_NAME_SCHEME = Prefixes.KITH + "nameScheme";
    public static final String KITH_FORM = Prefixes.KITH + "form";
    public static final String KITH_POLICY = Prefixes.KITH + "policy";
    public static final String KITH_HANDLE = Prefixes.KITH + "handle";
    public static final String KITH_TAG = Prefixes.KITH + "tag";
    public static final String KITH_STATUS = Prefixes.KITH + "status";
    public static final String KITH_CUSTODIAN = Prefixes.KITH + "custodian";
    public static final String KITH_HOSTNAME = Prefixes.KITH + "hostname";
    public static final String KITH_IP = Prefixes.KITH + "ip";
    public static final String KITH_MAC = Prefixes.KITH + "mac";
    public static final String KITH_SSH_HOST_KEY = Prefixes.KITH + "sshHostKey";
    public static final String KITH_FIRMWARE = Prefixes.KITH + "firmware";
    public static final String KITH_LAST_SEEN = Prefixes.KITH + "lastSeen";
    public static final String KITH_HAS_INTERFACE = Prefixes.KITH + "hasInterface";
    public static final String KITH_CONNECTED_TO = Prefixes.KITH + "connectedTo";
    public static final String KITH_TORRENT_HASH = Prefixes.KITH + "torrentHash";

    // Words of the service graphs (docs/history.md, docs/membership.md).
    public static final String KITH_FACT = Prefixes.KITH + "Fact";
    public static final String KITH_SAYING = Prefixes.KITH + "Saying";
    public static final String KITH_GRAPH = Prefixes.KITH + "graph";
    public static final String KITH_SHOWN = Prefixes.KITH + "shown";
    public static final String KITH_SAID_IN = Prefixes.KITH + "saidIn";
    public static final String KITH_DELTA = Prefixes.KITH + "delta";
    public static final String KITH_AUTHOR = Prefixes.KITH + "author";
    public static final String KITH_PERSON = Prefixes.KITH + "person";
    public static final String KITH_DEVICE_NAME = Prefixes.KITH + "deviceName";
    public static final String KITH_TIME = Prefixes.KITH + "time";
    public static final String KITH_GRANT = Prefixes.KITH + "Grant";
    public static final String KITH_INVITATION = Prefixes.KITH + "Invitation";
    public static final String KITH_BAN = Prefixes.KITH + "Ban";
    public static final String KITH_DEVICE = Prefixes.KITH + "device";
    public static final String KITH_LEVEL = Prefixes.KITH + "level";
    public static final String KITH_SCOPE = Prefixes.KITH + "scope";
    public static final String KITH_QUOTA_BYTES = Prefixes.KITH + "quotaBytes";
    public static final String KITH_STATE = Prefixes.KITH + "state";
    public static final String KITH_UNDER = Prefixes.KITH + "under";
    public static final String KITH_BY = Prefixes.KITH + "by";
    public static final String KITH_ENDED_BY = Prefixes.KITH + "endedBy";
    public static final String KITH_ENDED_AT = Prefixes.KITH + "endedAt";
    public static final String KITH_REASON = Prefixes.KITH + "reason";
    public static final String KITH_EXPIRES = Prefixes.KITH + "expires";
    public static final String KITH_USED_BY = Prefixes.KITH + "usedBy";
    public static final String KITH_SUBJECT = Prefixes.KITH + "subject";

    public static final String XSD_DATE = Prefixes.XSD + "date";
    public static final String XSD_DATE_TIME = Prefixes.XSD + "dateTime";
    public static final String XSD_G_YEAR = Prefixes.XSD + "gYear";
    public static final String XSD_INTEGER = Prefixes.XSD + "integer";
    public static final String XSD_DECIMAL = Prefixes.XSD + "decimal";
    public static final String XSD_BOOLEAN = Prefixes.XSD + "boolean";

    private Terms() {}
}
