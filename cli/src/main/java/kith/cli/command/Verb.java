package kith.cli.command;

import java.io.IOException;
import kith.ontology.fault.Code;

/** One command: how it is spelt and what it does. */
interface Verb {
    /** Says how this command is spelt; called once, before anything else. */
    void spell(Spelling spelling);

    /**
     * Does it.
     *
     * @return what the process answers: DONE, or FAILED for a clean "no"
     * @throws IOException only when standard output cannot be written
     */
    Code run(Call call) throws IOException;
}
