package kith.daemon;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import kith.ontology.identity.SealedSeed;
import org.jspecify.annotations.Nullable;

/** Where the passphrase comes from: the file that was named, else KITH_PASSPHRASE, else who sits at the terminal. */
final class Passphrase {
    private final @Nullable String file;
    private final Map<String, String> environment;
    private final Supplier<@Nullable Console> console;

    Passphrase(@Nullable String file, Map<String, String> environment, Supplier<@Nullable Console> console) {
        this.file = file;
        this.environment = environment;
        this.console = console;
    }

    /** For keys that are to be made: asked twice; null where there is none, or nobody to ask. */
    char @Nullable [] chosen() {
        char[] given = given();
        Console terminal = given == null ? console.get() : null;
        if (terminal == null) {
            return given;
        }
        char[] first = terminal.readPassword("Passphrase for the keys (empty for none): ");
        if (first == null || first.length == 0) {
            return null;
        }
        char[] again = terminal.readPassword("Once more: ");
        if (!Arrays.equals(first, again)) {
            throw KithException.user(Code.USAGE, "the two passphrases differ");
        }
        return first;
    }

    /** For keys that are sealed; null where there is none, and nobody to ask. */
    char @Nullable [] known() {
        char[] given = given();
        Console terminal = given == null ? console.get() : null;
        return terminal == null ? given : terminal.readPassword("Passphrase: ");
    }

    private char @Nullable [] given() {
        if (file != null) {
            return firstLine(Path.of(file));
        }
        String variable = environment.getOrDefault("KITH_PASSPHRASE", "");
        return variable.isEmpty() ? null : variable.toCharArray();
    }

    private static char[] firstLine(Path file) {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(SealedSeed.MAX_PASSPHRASE_BYTES + 2);
        } catch (IOException e) {
            throw KithException.user(Code.USAGE, "cannot read the passphrase file " + file + " (" + e + ")");
        }
        CharBuffer text = StandardCharsets.UTF_8.decode(java.nio.ByteBuffer.wrap(content));
        int end = 0;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        char[] line = new char[end];
        text.get(line);
        Arrays.fill(content, (byte) 0);
        Arrays.fill(text.array(), '\0');
        if (line.length == 0) {
            throw KithException.user(Code.USAGE, "the first line of the passphrase file " + file + " is empty");
        }
        return line;
    }
}
