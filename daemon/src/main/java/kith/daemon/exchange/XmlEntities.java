package kith.daemon.exchange;

import java.io.InputStream;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.events.EntityDeclaration;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** The entities that an XML document declares, before anything is read of it. */
final class XmlEntities {
    private XmlEntities() {}

    /**
     * Refuses a document that declares an entity whose text is elsewhere: nothing is fetched, and the parser would leave
     * out silently what it stands for.
     *
     * @throws KithException USAGE with the line of the declarations
     */
    static void mustBeHere(InputStream document) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty("http://java.sun.com/xml/stream/properties/ignore-external-dtd", true);
        // It is looked at until its first element, and closed by who opened it.
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(document);
            for (int event = reader.getEventType(); event != XMLStreamConstants.START_ELEMENT; event = reader.next()) {
                if (event == XMLStreamConstants.DTD) {
                    mustBeHere(reader);
                }
            }
        } catch (XMLStreamException broken) {
            // The parser finds that too, and says where.
            return;
        }
    }

    private static void mustBeHere(XMLStreamReader reader) {
        if (reader.getProperty("javax.xml.stream.entities") instanceof List<?> entities) {
            for (Object each : entities) {
                if (each instanceof EntityDeclaration entity && entity.getSystemId() != null) {
                    throw KithException.user(
                            Code.USAGE,
                            "the rdfxml document is broken before line "
                                    + reader.getLocation().getLineNumber() + ": its entity '" + entity.getName()
                                    + "' is in another file, and nothing is fetched; write its text into the"
                                    + " document");
                }
            }
        }
    }
}
