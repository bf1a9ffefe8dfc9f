package kith.daemon.http;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import kith.ontology.fault.Code;

/**
 * Backup, verification and compaction. The first two answer line by line: {@code progress} and {@code fault}, and last
 * {@code result}; an answer without it is not whole.
 */
final class UpkeepResource implements Resource {
    /** Where backups are asked for: not over TCP, for a token is no right to write files. */
    static final String BACKUP = "/v1/backup";

    private final Set<String> params;
    private final Answering answering;

    private interface Answering {
        void answer(Request request, Reply reply);
    }

    private UpkeepResource(Set<String> params, Answering answering) {
        this.params = params;
        this.answering = answering;
    }

    static Router addAll(Router router, Household household) {
        return router.add("POST", BACKUP, new UpkeepResource(Set.of("file"), (request, reply) -> {
                    Path file = path(request.head().params().wanted("file"));
                    Lines lines = new Lines(reply);
                    lines.result(household.upkeep().backup(file, lines));
                }))
                .add("POST", "/v1/verify", new UpkeepResource(Set.of(), (request, reply) -> {
                    Lines lines = new Lines(reply);
                    lines.result(household.upkeep().verify(lines));
                }))
                .add(
                        "POST",
                        "/v1/spaces/*/compact",
                        new UpkeepResource(
                                Set.of(),
                                (request, reply) ->
                                        reply.json(200, household.upkeep().compact(request.segment(2)))));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new Refusal(400, Code.USAGE, "file is no path: " + e.getReason(), "send an absolute path");
        }
    }

    @Override
    public long maxBodyBytes(Head head) {
        head.params().only(params);
        return 0;
    }

    @Override
    public void answer(Request request, Reply reply) {
        answering.answer(request, reply);
    }
}
