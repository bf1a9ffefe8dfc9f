package kith.daemon;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kith.daemon.config.Home;
import kith.daemon.config.HomeLock;
import kith.daemon.config.KeyFile;
import kith.ontology.fault.Code;
import kith.ontology.fault.KithException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({
        "'', what to do?",
        "start, unknown command start",
        "run --hom /x, unknown option --hom",
        "run --name Ada, unknown option --name",
        "run --json, unknown option --json",
        "run --home, a value is missing after --home",
        "run --home /a --home /b, --home is given twice",
        "run extra, unknown option extra",
        "init --name Ada --force --really, unknown option --force",
        "init, --name NAME is missing",
        "--version --home /x, unknown option --home"
    })
    void wrongWordsAreRefusedInOneLine(String line, String why) {
        int exit = kithd(line.isEmpty() ? new String[0] : line.split(" "));

        assertEquals(2, exit);
        assertTrue(said(err).startsWith("kithd: " + why), said(err));
        assertTrue(said(err).contains("usage: kithd run"), said(err));
        assertEquals(1, said(err).lines().count());
    }

    @Test
    void itTellsItsVersionAndItsUsage() {
        assertEquals(0, kithd("--version"));
        assertEquals(0, kithd("--help"));

        assertTrue(said(out).matches("kithd \\S+\nusage: kithd run .*\n"), said(out));
    }

    @Test
    void initMakesKeysAndSaysThatTheyAreBare() {
        int exit = kithd("init", "--home", home().toString(), "--name", "Ada's laptop");

        KeyFile keys = KeyFile.read(home().deviceKey());
        assertEquals(0, exit);
        assertFalse(keys.isSealed());
        assertEquals("Ada's laptop", keys.name());
        assertEquals("created key " + keys.certificate().device().did() + " in " + home() + "\n", said(out));
        assertTrue(said(err).contains("not sealed"), said(err));
        assertEquals(1, said(err).lines().count());
    }

    @Test
    void theRestOfARestoreIsNoPlaceForNewKeys() throws Exception {
        Home home = home();
        Files.createDirectories(home.restored().getParent());
        Files.createFile(home.restored());

        int exit = kithd("init", "--home", home().toString(), "--name", "Ada");

        assertEquals(Code.CONFLICT.exit(), exit);
        assertTrue(said(err).contains("the rest of a restore"), said(err));
        assertFalse(home.isInitialised());
        assertTrue(assertThrows(KithException.class, home::check).getMessage().contains("the rest of a restore"));
    }

    @Test
    void initAnswersInJsonToo() {
        int exit = kithd("init", "--home=" + home(), "--name=a \"b\" \\ \u00e9 \ud83d\udc4b", "--json");

        KeyFile keys = KeyFile.read(home().deviceKey());
        assertEquals(0, exit);
        assertEquals(
                "{\"did\":\"" + keys.certificate().device().did() + "\",\"person\":\""
                        + keys.certificate().person().did()
                        + "\",\"name\":\"a \\\"b\\\" \\\\ \\u00e9 \\ud83d\\udc4b\",\"home\":\"" + home()
                        + "\",\"sealed\":false}\n",
                said(out));
    }

    @Test
    void aPassphraseFileSealsTheKeys() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "over the hills\nnot this\n");

        int exit = kithd("init", "--home", home().toString(), "--name", "Ada", "--passphrase-file", secret.toString());

        KeyFile keys = KeyFile.read(home().deviceKey());
        assertEquals(0, exit);
        assertEquals("", said(err));
        assertEquals("Ada", keys.open("over the hills".toCharArray()).name());
    }

    @Test
    void aPassphraseOfTheEnvironmentSealsTheKeys() {
        environment.put("KITH_PASSPHRASE", "far away");

        kithd("init", "--home", home().toString(), "--name", "Ada");

        assertEquals(
                "Ada",
                KeyFile.read(home().deviceKey()).open("far away".toCharArray()).name());
    }

    @Test
    void aPassphraseFileThatIsMissingOrEmptyIsRefused() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\nsecond\n");
        Path missing = folder.resolve("missing");

        assertEquals(
                2, kithd("init", "--home", home().toString(), "--name", "A", "--passphrase-file", empty.toString()));
        assertEquals(
                2, kithd("init", "--home", home().toString(), "--name", "A", "--passphrase-file", missing.toString()));
        assertFalse(home().isInitialised());
    }

    @Test
    void initNeverTouchesKeysThatAreThere() throws IOException {
        kithd("init", "--home", home().toString(), "--name", "Ada");
        byte[] before = Files.readAllBytes(home().deviceKey());

        int exit = kithd("init", "--home", home().toString(), "--name", "Bo", "--json");

        assertEquals(4, exit);
        assertTrue(said(out).contains("{\"error\":{\"code\":\"CONFLICT\",\"message\":\""), said(out));
        assertEquals(
                new String(before, StandardCharsets.ISO_8859_1),
                Files.readString(home().deviceKey(), StandardCharsets.ISO_8859_1));
    }

    @Test
    void aBadNameIsRefusedBeforeAnythingIsMade() {
        assertEquals(2, kithd("init", "--home", home().toString(), "--name", " "));
        assertFalse(Files.exists(home().folder()));
    }

    @Test
    void runNeedsAnInitialisedHome() {
        assertEquals(3, kithd("run", "--home", home().toString()));
        assertTrue(said(err).contains("run: kith init --home " + home()), said(err));
    }

    @Test
    void runRefusesSettingsThatItDoesNotKnow() throws IOException {
        kithd("init", "--home", home().toString(), "--name", "Ada");
        Files.writeString(home().config(), "\nquery.timeot = 3s\n");

        assertEquals(2, kithd("run", "--home", home().toString()));
        assertTrue(
                said(err).contains("config line 2: unknown key query.timeot; did you mean query.timeout?"), said(err));
    }

    @Test
    void settingsCanBeCheckedWithoutRunning() throws IOException {
        kithd("init", "--home", home().toString(), "--name", "Ada");
        assertEquals(0, kithd("check", "--home", home().toString()));
        Files.writeString(home().config(), "query.timeout = 3 days\n");

        assertEquals(2, kithd("check", "--home", home().toString()));
        assertTrue(said(err).contains("config line 1: query.timeout: expected a time"), said(err));
    }

    @Test
    void runNeedsThePassphraseOfSealedKeys() {
        environment.put("KITH_PASSPHRASE", "far away");
        kithd("init", "--home", home().toString(), "--name", "Ada");

        environment.put("KITH_PASSPHRASE", "near by");
        assertEquals(5, kithd("run", "--home", home().toString()));
        environment.clear();
        assertEquals(5, kithd("run", "--home", home().toString()));

        assertAll(
                () -> assertTrue(said(err).contains("wrong passphrase"), said(err)),
                () -> assertTrue(said(err).contains("--passphrase-file"), said(err)),
                () -> assertFalse(Files.exists(home().pidFile()), "a refused start gives the home back"));
    }

    @Test
    void aSecondDaemonOnOneHomeIsToldWhoHasIt() {
        kithd("init", "--home", home().toString(), "--name", "Ada");
        try (HomeLock first = home().lock(4711, Instant.parse("2026-11-20T09:14:00Z"))) {
            assertEquals(4, kithd("run", "--home", first.home().toString()));
        }
        assertTrue(said(err).contains("pid 4711, since 2026-11-20T09:14:00Z"), said(err));
    }

    private Home home() {
        return Home.at(folder.resolve("home"), Map.of());
    }

    private int kithd(String... words) {
        environment.put("HOME", folder.toString());
        Main main = new Main(new Main.Surroundings(environment, printing(out), printing(err), () -> null));
        return main.run(List.of(words), new StopSignal());
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String said(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
