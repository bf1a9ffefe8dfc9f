package kith.cli.view;

/**
 * One column of a listing.
 *
 * @param key what it shows of each row, and its name in {@code --fields}, CSV and TSV
 * @param title what stands above it in a table
 * @param wide whether only the wide table has it
 */
public record Column(String key, String title, boolean wide) {
    public static Column of(String key) {
        return new Column(key, title(key), false);
    }

    public static Column wide(String key) {
        return new Column(key, title(key), true);
    }

    private static String title(String key) {
        return key.toUpperCase(java.util.Locale.ROOT);
    }
}
