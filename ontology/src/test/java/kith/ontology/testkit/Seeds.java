package kith.ontology.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that holds for every seed: runs once for each of the seeds 1 to {@link #value()} and gets a {@link Gen} of it.
 *
 * <p>A failure names its seed; {@code -Dkith.seed=N} runs that seed alone, {@code N:SIZE} at a smaller size and
 * {@code N..M} a range of seeds, however many.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(SeededRuns.class)
public @interface Seeds {
    /** How many seeds an ordinary build tries. */
    int value();

    /** How many a long one tries ({@code -Plong}); as many as an ordinary one where there is nothing to say. */
    int many() default 0;

    /** Whether a failure is tried again at smaller sizes: not for tests that leave something behind. */
    boolean shrink() default true;
}
