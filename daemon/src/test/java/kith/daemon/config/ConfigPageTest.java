package kith.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that explains the settings and the settings are the same. */
final class ConfigPageTest {
    private static final Path PAGE = Path.of("..", "docs", "config.md");

    private static List<String[]> rows() throws IOException {
        try (Stream<String> lines = Files.lines(PAGE)) {
            return lines.filter(line -> line.startsWith("| `"))
                    .map(line -> line.split(" *\\| *", -1))
                    .toList();
        }
    }

    @Test
    void thePageHasEverySettingWithItsDefaultInTheirOrder() throws IOException {
        List<String> inCode = Stream.of(Setting.values())
                .map(setting -> setting.key() + " = " + setting.byDefault())
                .toList();

        List<String> onPage =
                rows().stream().map(row -> bare(row[1]) + " = " + bare(row[2])).toList();

        assertEquals(inCode, onPage);
    }

    @Test
    void everySettingHasARangeAndAMeaning() throws IOException {
        for (String[] row : rows()) {
            assertEquals(6, row.length, String.join("|", row));
            assertFalse(row[3].isBlank() || row[4].isBlank(), row[1]);
        }
    }

    private static String bare(String cell) {
        return cell.replace("`", "");
    }
}
