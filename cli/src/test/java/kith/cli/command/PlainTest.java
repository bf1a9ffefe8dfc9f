package kith.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import kith.cli.client.Refusal;
import kith.cli.view.Complaint;
import kith.ontology.fault.Code;
import org.junit.jupiter.api.Test;

/** What is meant for programs that speak HTTP is said in words of the command line. */
class PlainTest {
    private static Complaint said(String message, String hint) {
        return Plain.complaint(Refusal.of(Code.USAGE, message, hint));
    }

    @Test
    void aMissingSpaceLeadsToTheListOfSpaces() {
        Complaint complaint = said("there is no space 'nope' here", "GET /v1/spaces lists them");

        assertEquals("kith space list", complaint.hint());
    }

    @Test
    void formsAreNamedAsOptionsNameThem() {
        Complaint complaint = said(
                "nothing of what Accept wants can be sent",
                "there is text/turtle, application/trig, application/n-quads, application/ld+json");

        assertEquals("the answer has no such form; it has ttl, trig, nq, jsonld", complaint.message());
        assertEquals("", complaint.hint());
    }

    @Test
    void aMediaTypeToAskForIsAnOption() {
        Complaint complaint =
                said("TTL cannot say it: ask for application/trig or application/n-quads, or name one graph", "");

        assertEquals("TTL cannot say it: ask for -o trig or -o nq, or name one graph", complaint.message());
    }

    @Test
    void adviceThatIsNoCommandIsNotToBeRun() {
        assertEquals(
                new Complaint(Code.USAGE, "the daemon is busy; try again in a moment", "", List.of()),
                said("the daemon is busy", "try again in a moment"));
        assertEquals("kith doctor", said("it does not answer", "kith doctor").hint());
    }
}
