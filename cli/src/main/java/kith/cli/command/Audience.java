package kith.cli.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;

/** Whoever reads standard output. */
final class Audience {
    private Audience() {}

    /** Whether it could not be written because its reader went away, and not because of what it is written to. */
    static boolean left(IOException fault) {
        return String.valueOf(fault.getMessage()).equals(brokenPipe());
    }

    /** The system says it in the language of the user, so it has to be made to say it once more. */
    private static String brokenPipe() {
        try {
            Pipe pipe = Pipe.open();
            try (Pipe.SinkChannel sink = pipe.sink()) {
                pipe.source().close();
                sink.write(ByteBuffer.allocate(1));
            }
        } catch (IOException said) {
            return String.valueOf(said.getMessage());
        }
        return "Broken pipe";
    }
}
