package kith.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import kith.cli.client.Refusal;
import kith.cli.view.Progress;
import kith.ontology.fault.Code;

/** Documents as they come in: files, compressed or not, and standard input under the name {@code -}. */
final class Documents {
    private static final byte[] GZIP = {0x1f, (byte) 0x8b};

    private Documents() {}

    /** The document, watched on a terminal unless quiet was asked for. */
    static InputStream open(Call call, String name) {
        InputStream document = name.equals("-") ? fromInput(call) : open(Path.of(name));
        return call.flag("--quiet") ? document : Progress.of(document, call.terminal(), length(name));
    }

    /** In bytes, -1 when unknown: of a pipe it is, though the system answers 0. */
    static long length(String name) {
        Path file = Path.of(name);
        try {
            boolean sized = !name.equals("-") && !Syntax.isCompressed(name) && Files.isRegularFile(file);
            return sized ? Files.size(file) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    /** What a receipt is headed by. */
    static String label(String name) {
        return name.equals("-") ? "" : String.valueOf(Path.of(name).getFileName());
    }

    /** What is compressed has no name here that says so; no RDF syntax begins with these two bytes. */
    private static InputStream fromInput(Call call) {
        PushbackInputStream in = new PushbackInputStream(call.terminal().in(), GZIP.length);
        try {
            byte[] start = in.readNBytes(GZIP.length);
            in.unread(start);
            return Arrays.equals(start, GZIP) ? Gunzip.of(in) : in;
        } catch (IOException e) {
            throw Refusal.of(Code.FAILED, "cannot read standard input (" + SparqlText.reason(e) + ")", "");
        }
    }

    private static InputStream open(Path file) {
        if (Files.isDirectory(file)) {
            throw Refusal.of(Code.USAGE, file + " is a folder", "");
        }
        try {
            InputStream in = Files.newInputStream(file);
            return Syntax.isCompressed(file.toString()) ? Gunzip.of(in) : in;
        } catch (IOException e) {
            Code code = Files.exists(file) ? Code.FAILED : Code.NOT_FOUND;
            throw Refusal.of(code, "cannot read " + file + " (" + SparqlText.reason(e) + ")", "");
        }
    }
}
