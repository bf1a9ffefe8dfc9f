package kith.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kith.cli.client.Refusal;
import kith.ontology.fault.Code;
import kith.ontology.vocab.Prefixes;

/**
 * SPARQL as it comes in: an argument, a file, or standard input.
 *
 * @param text with the prefixes of the profile that it uses and does not declare, on its first line
 * @param added how many characters of the first line are ours
 */
record SparqlText(String text, int added) {
    /** Greatest size, in bytes. */
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final Pattern FIRST_LINE = Pattern.compile("line 1, column (\\d{1,9})");

    /** What was asked. */
    static SparqlText of(Call call) {
        Optional<String> argument = call.maybe(0);
        Optional<String> file = call.option("--file");
        if (argument.isPresent() && file.isPresent()) {
            throw call.usage("SPARQL comes as an argument or from a file, not both");
        }
        boolean fromInput = file.isPresent()
                ? file.get().equals("-")
                : argument.isEmpty() || argument.get().equals("-");
        if (fromInput) {
            if (file.isEmpty() && argument.isEmpty() && call.terminal().traits().inIsTerminal()) {
                throw call.usage("there is no SPARQL; give it as an argument, with -f FILE, or on standard input");
            }
            return withPrefixes(read(call.terminal().in(), "standard input"));
        }
        return withPrefixes(file.isPresent() ? read(Path.of(file.get())) : argument.orElse(""));
    }

    /** The fault with the column that the user sees in place of the one that we made of it. */
    Refusal located(Refusal fault) {
        String message = String.valueOf(fault.getMessage());
        Matcher place = FIRST_LINE.matcher(message);
        if (added == 0 || !place.find() || Integer.parseInt(place.group(1)) <= added) {
            return fault;
        }
        String column = "line 1, column " + (Integer.parseInt(place.group(1)) - added);
        return Refusal.of(
                fault.code(),
                message.substring(0, place.start()) + column + message.substring(place.end()),
                fault.hint());
    }

    /** Declares, on the first line, each prefix of the profile that the text uses and does not declare. */
    static SparqlText withPrefixes(String text) {
        StringBuilder declared = new StringBuilder();
        for (Map.Entry<String, String> prefix : Prefixes.map().entrySet()) {
            String name = prefix.getKey() + ":";
            boolean used = false;
            boolean declares = false;
            for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
                boolean begins = at == 0 || !isNamePart(text.charAt(at - 1));
                boolean declaration = begins && isDeclaration(text, at);
                declares |= declaration;
                used |= begins && !declaration;
            }
            if (used && !declares) {
                declared.append("PREFIX ")
                        .append(name)
                        .append(" <")
                        .append(prefix.getValue())
                        .append("> ");
            }
        }
        int added = declared.length();
        return new SparqlText(declared.append(text).toString(), added);
    }

    private static boolean isDeclaration(String text, int at) {
        int end = at;
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return end < at && end >= 6 && text.regionMatches(true, end - 6, "prefix", 0, 6);
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '<' || c == '/';
    }

    private static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString());
        } catch (IOException e) {
            throw Refusal.of(Code.NOT_FOUND, "cannot read " + file + " (" + reason(e) + ")", "");
        }
    }

    private static String read(InputStream in, String name) {
        try {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw Refusal.of(Code.USAGE, name + " holds more than 16 MiB of SPARQL", "kith import FILE");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.of(Code.USAGE, name + " is not UTF-8", "");
        } catch (IOException e) {
            throw Refusal.of(Code.FAILED, "cannot read " + name + " (" + reason(e) + ")", "");
        }
    }

    /** What is wrong with a file, without naming it again. */
    static String reason(IOException e) {
        return switch (e) {
            case java.nio.file.NoSuchFileException none -> "there is no such file";
            case java.nio.file.AccessDeniedException denied -> "not allowed";
            default -> String.valueOf(e.getMessage());
        };
    }
}
