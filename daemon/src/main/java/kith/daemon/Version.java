package kith.daemon;

/** Which kith this is. */
final class Version {
    private Version() {}

    /** As the jar says; classes that are not in one say so. */
    static String text() {
        String packaged = Version.class.getPackage().getImplementationVersion();
        return packaged == null ? "unpackaged" : packaged;
    }
}
