package kith.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import kith.cli.json.Json;
import kith.cli.json.JsonText;
import kith.cli.view.Column;
import kith.cli.view.Listing;
import kith.cli.view.Output;
import kith.ontology.fault.Code;

/** Lists the rights of a space, the ways in, and the bans. */
final class ShareList implements Verb {
    private static final int BRIEF_DIGITS = 8;
    private static final List<Column> COLUMNS = List.of(
            Column.of("kind"),
            Column.of("id"),
            Column.of("name"),
            Column.of("level"),
            Column.of("scope"),
            Column.of("state"),
            Column.of("since"),
            Column.of("expires"),
            Column.of("by"),
            Column.wide("person"),
            Column.wide("quotaBytes"),
            Column.wide("reason"));

    @Override
    public void spell(Spelling spelling) {
        spelling.says("list the rights given in a space, the tickets that are out, and the bans")
                .shows(Listing.OUTPUTS)
                .example("kith share list")
                .example("kith share list --json | jq '.invitations[] | select(.state == \"open\")'");
    }

    @Override
    public Code run(Call call) throws IOException {
        Json shares = call.visit().shares(call.space());
        if (call.output() == Output.JSON) {
            call.terminal().print(JsonText.pretty(shares));
            return Code.DONE;
        }
        boolean brief = call.output() == Output.TABLE;
        List<Json> rows = new ArrayList<>();
        for (Json grant : shares.at("grants").items()) {
            rows.add(row("grant", grant, grant.text("grant", ""), brief));
        }
        for (Json invitation : shares.at("invitations").items()) {
            boolean own = invitation.at("forDevice").truth();
            Json row = row(own ? "node ticket" : "invitation", invitation, invitation.text("invitation", ""), brief);
            // Such a device gets the right of the one that lets it in; the level that its ticket names is a form.
            rows.add(own ? row.with("level", Json.of("as its person")) : row);
        }
        for (Json ban : shares.at("bans").items()) {
            rows.add(row("ban", ban, ban.text("ban", ""), brief)
                    .with(
                            "name",
                            Json.of(ban.text("name", "").isEmpty() ? ban.text("subject", "") : ban.text("name", "")))
                    .with("state", Json.of("in force"))
                    .with("level", Json.of("below " + ban.text("level", "")))
                    .with("since", Json.of(ban.text("time", ""))));
        }
        call.show(new Listing(COLUMNS, rows, "id"));
        return Code.DONE;
    }

    private static Json row(String kind, Json share, String id, boolean brief) {
        boolean cut = brief && id.length() > BRIEF_DIGITS;
        return MemberList.row(share, brief)
                .with("kind", Json.of(kind))
                .with("id", Json.of(cut ? id.substring(0, BRIEF_DIGITS) : id));
    }
}
