package kith.daemon.query;

/** A text that a regular expression reads, and that ends the reading when the question is over. One thread. */
final class Watched implements CharSequence {
    private static final int READS_BETWEEN_LOOKS = 256;

    private final CharSequence text;
    private final Watch watch;
    private int reads;

    Watched(CharSequence text, Watch watch) {
        this.text = text;
        this.watch = watch;
    }

    @Override
    public char charAt(int index) {
        // Backtracking reads the same characters over and over: only here can a runaway expression be stopped.
        if (++reads % READS_BETWEEN_LOOKS == 0) {
            watch.check();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new Watched(text.subSequence(start, end), watch);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
