package kith.daemon.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kith.ontology.bytes.ByteReader;
import kith.ontology.bytes.MalformedException;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;

/** What was said about each setting, and where: so that a refusal can name the line. Not thread-safe. */
final class Settings {
    static final int MAX_FILE_BYTES = 64 * 1_024;
    static final int MAX_LINE_CHARS = 4_096;

    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})(B|KiB|MiB|GiB|TiB|)");
    private static final int MAX_SHOWN_CHARS = 80;

    private record Said(String value, String where) {}

    private final Map<Setting, Said> said = new EnumMap<>(Setting.class);

    static Settings load(Path file, Map<String, String> environment) {
        Settings settings = new Settings();
        settings.readFile(file);
        for (Setting setting : Setting.values()) {
            String value = environment.get(setting.variable());
            if (value != null) {
                settings.said.put(setting, new Said(value.strip(), "environment " + setting.variable()));
            }
        }
        return settings;
    }

    private void readFile(Path file) {
        String[] lines = text(file).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                readLine(line, file + " line " + (i + 1));
            }
        }
    }

    private void readLine(String line, String where) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw refused(where, "expected key = value, found: " + shortened(line));
        }
        if (line.length() > MAX_LINE_CHARS) {
            throw refused(where, line.length() + " characters, more than " + MAX_LINE_CHARS);
        }
        String key = line.substring(0, equals).strip();
        Setting setting = Setting.of(key).orElseThrow(() -> unknown(key, where));
        Said before = said.put(setting, new Said(line.substring(equals + 1).strip(), where));
        if (before != null) {
            throw refused(where, key + " is said twice, first at " + before.where());
        }
    }

    private static KithException unknown(String key, String where) {
        String meant = Setting.nearest(shortened(key))
                .map(near -> "did you mean " + near.key() + "?")
                .orElse("kith help config lists the keys");
        return refused(where, "unknown key " + shortened(key) + "; " + meant);
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw refused(file.toString(), Files.size(file) + " bytes, more than " + MAX_FILE_BYTES);
            }
            byte[] content = Files.readAllBytes(file);
            return ByteReader.utf8(content, 0, content.length, "the file", 0);
        } catch (NoSuchFileException nothingSaid) {
            return "";
        } catch (MalformedException e) {
            throw refused(file.toString(), "not " + StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw KithException.host("cannot read " + file + ": " + Home.said(e), e);
        }
    }

    String text(Setting setting) {
        Said value = said.get(setting);
        return value == null ? setting.byDefault() : value.value();
    }

    /** The parts between commas, none if nothing is said or {@code none}. */
    List<String> list(Setting setting) {
        String text = text(setting);
        if (text.isEmpty() || text.equals("none")) {
            return List.of();
        }
        return Stream.of(text.split(",", -1)).map(String::strip).toList();
    }

    <T> List<T> list(Setting setting, Function<String, T> parser, String form) {
        return list(setting).stream()
                .map(part -> parsed(setting, part, parser, form))
                .toList();
    }

    Duration time(Setting setting) {
        Matcher matcher = matched(setting, TIME, "a time like 500ms, 30s, 5m or 1h");
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /** In bytes. */
    long size(Setting setting) {
        Matcher matcher = matched(setting, SIZE, "a size like 4096, 512KiB, 64MiB or 1GiB");
        long amount = Long.parseLong(matcher.group(1));
        int shift = 10 * List.of("B", "KiB", "MiB", "GiB", "TiB").indexOf(matcher.group(2));
        try {
            return Math.multiplyExact(amount, 1L << Math.max(0, shift));
        } catch (ArithmeticException e) {
            throw refused(setting, "too large");
        }
    }

    long count(Setting setting) {
        return parsed(setting, text(setting), Long::parseLong, "a whole number");
    }

    <T> T parsed(Setting setting, String value, Function<String, T> parser, String form) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            throw refused(setting, "expected " + form + ", found: " + shortened(value));
        }
    }

    private Matcher matched(Setting setting, Pattern pattern, String form) {
        Matcher matcher = pattern.matcher(text(setting));
        if (!matcher.matches()) {
            throw refused(setting, "expected " + form + ", found: " + shortened(text(setting)));
        }
        return matcher;
    }

    KithException refused(Setting setting, String why) {
        Said value = said.get(setting);
        return refused(value == null ? "settings" : value.where(), setting.key() + ": " + why);
    }

    private static KithException refused(String where, String why) {
        return KithException.user(Code.USAGE, where + ": " + why);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_SHOWN_CHARS ? text : text.substring(0, MAX_SHOWN_CHARS) + "...";
    }
}
