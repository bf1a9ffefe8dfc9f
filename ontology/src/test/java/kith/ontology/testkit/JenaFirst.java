package kith.ontology.testkit;

import org.apache.jena.sys.JenaSystem;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Sets Jena up before the first test. Its classes set up one another: two tests that begin at once, each with another of
 * them, would wait for each other for ever.
 */
public final class JenaFirst implements LauncherSessionListener {
    @Override
    public void launcherSessionOpened(LauncherSession session) {
        JenaSystem.init();
    }
}
