package kith.daemon.query;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import kith.daemon.engine.Explanation;

/** What became of a query, as JSON: a text for people, and the steps of each plan for programs. */
final class PlanText {
    private PlanText() {}

    static JsonObject json(Explanation explanation, boolean counted) {
        JsonObject json = new JsonObject();
        json.addProperty("text", explanation.text(counted));
        json.add("plans", steps(explanation.plans(), counted));
        return json;
    }

    private static JsonArray steps(List<Explanation.Step> steps, boolean counted) {
        JsonArray array = new JsonArray();
        for (Explanation.Step step : steps) {
            JsonObject json = new JsonObject();
            json.addProperty("step", step.title());
            if (step.expected() >= 0) {
                json.addProperty("expected", Math.round(step.expected()));
            }
            if (counted) {
                json.addProperty("came", step.came());
            }
            json.add("inputs", steps(step.inputs(), counted));
            array.add(json);
        }
        return array;
    }
}
