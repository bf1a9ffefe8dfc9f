package kith.daemon.http;

import com.google.gson.JsonObject;
import kith.daemon.query.Receipt;
import kith.daemon.query.Sandbox;
import kith.daemon.query.SpaceAccess;
import kith.daemon.query.Spaces;
import kith.ontology.fault.Code;

/** What the resources of the door share. */
record Door(Household household, Spaces spaces, Sandbox sandbox, DoorSettings.Limits limits) {
    SpaceAccess space(String name) {
        return spaces.space(name)
                .orElseThrow(() -> new Refusal(
                        404, Code.NOT_FOUND, "there is no space '" + name + "' here", "GET /v1/spaces lists them"));
    }

    /** A receipt as JSON, with a {@code warning} where what was written may count nowhere but here. */
    JsonObject receipt(String space, Receipt receipt) {
        JsonObject json = Receipts.json(receipt);
        household.doubt(space).ifPresent(why -> Receipts.warn(json, why));
        return json;
    }

    /** All that the door answers. */
    Router router() {
        Router router = new Router();
        SparqlResource sparql = new SparqlResource(this);
        router.add("GET", "/spaces/*/sparql", sparql).add("POST", "/spaces/*/sparql", sparql);
        router.add("POST", "/v1/spaces/*/explain", new ExplainResource(this));
        WatchResource watch = new WatchResource(this);
        router.add("GET", "/spaces/*/watch", watch).add("POST", "/spaces/*/watch", watch);
        router.add("POST", "/v1/spaces/*/import", new ImportResource(this));
        router.add("GET", "/v1/spaces/*/export", new ExportResource(this));
        GraphStoreResource.addAll(router, this);
        ChronicleResource.addAll(router, this);
        ConflictResource.addAll(router, this);
        RulebookResource.addAll(router, this);
        ErasureResource.addAll(router, household);
        MembershipResource.addAll(router, household);
        NeighbourResource.addAll(router, household);
        UpkeepResource.addAll(router, household);
        BundleResource.addAll(router, household);
        return ControlResource.addAll(router, household);
    }
}
