package kith.daemon.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kith beside other stores on open data: import and some questions for each set.
 * {@code mvn -q -Pbench -pl daemon -am verify -Dbench=sets -Dbench.data=FOLDER}, where the folder has {@code congress},
 * {@code apache}, {@code ror} and {@code devicetypes}; options as for {@link StoreBench}.
 */
@Tag("sets")
final class SetsBench {
    @TempDir
    Path folder;

    @Test
    void besideOtherStoresOnOpenData() throws IOException, InterruptedException {
        Path data = Path.of(System.getProperty("bench.data", "data"));
        Set<String> questions = new LinkedHashSet<>();
        OpenSets.NAMES.forEach(name -> questions.addAll(OpenQuestions.of(name).keySet()));
        Contest contest = new Contest(folder, questions);
        for (String name : OpenSets.NAMES) {
            Path set = folder.resolve(name + ".nq");
            long quads = new OpenSets(data).write(name, set);
            Contest.say("%s: %d quads".formatted(name, quads));
            contest.run(name, set, quads);
        }

        contest.end("sets");
    }
}
