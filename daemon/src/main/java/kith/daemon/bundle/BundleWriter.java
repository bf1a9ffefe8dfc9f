package kith.daemon.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import kith.ontology.bytes.ByteWriter;
import kith.ontology.bytes.Bytes;
import kith.ontology.delta.DeltaCodec;
import kith.ontology.delta.DeltaRun;
import kith.ontology.delta.LogRoot;

/**
 * Writes a bundle ({@code docs/protocol/bundle.md}) piece by piece: its beginning, each log with its runs, the control plane
 * first, and the end. Not thread-safe; whoever gave the stream closes it.
 */
final class BundleWriter {
    private final DigestOutputStream out;
    private final MessageDigest digest = Bytes.sha256();

    BundleWriter(OutputStream to, Manifest manifest) throws IOException {
        this.out = new DigestOutputStream(to, digest);
        ByteWriter head = new ByteWriter()
                .bytes(BundleReader.KIND)
                .bytes(BundleReader.VERSION)
                .bytes(manifest.space().value())
                .bytes(manifest.maker().key())
                .sized(manifest.claim().orElse(Bytes.EMPTY))
                .varint(manifest.logs().size());
        write(head);
        for (Manifest.Place place : manifest.logs().values()) {
            write(new ByteWriter(LogRoot.BYTES)
                    .bytes(place.root().bytes())
                    .varint(place.head().seq())
                    .bytes(place.head().link()));
        }
    }

    /** Of this log are the runs that follow; there must be some. */
    void log(LogRoot root) throws IOException {
        write(new ByteWriter(1 + LogRoot.BYTES).u8(BundleReader.LOG).bytes(root.bytes()));
    }

    /** A run, which begins where the last of the same log ended. */
    void run(DeltaRun run) throws IOException {
        ByteWriter bytes = new ByteWriter();
        DeltaCodec.write(run, bytes);
        write(new ByteWriter(16).u8(BundleReader.RUN).varint(bytes.length()));
        write(bytes);
    }

    /** Nothing follows. */
    void end() throws IOException {
        write(new ByteWriter(1).u8(BundleReader.END));
        out.on(false);
        out.write(digest.digest());
    }

    private void write(ByteWriter piece) throws IOException {
        out.write(piece.toArray());
    }
}
