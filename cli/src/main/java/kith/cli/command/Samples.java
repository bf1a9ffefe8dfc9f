package kith.cli.command;

import kith.ontology.vocab.Kind;

/** Examples for the help of each kind. */
final class Samples {
    private Samples() {}

    /** A command line that adds a thing of the kind. */
    static String add(Kind kind) {
        return "kith " + kind.name() + " add "
                + switch (kind.name()) {
                    case "person" -> "ada --name \"Ada Byron\" --email ada@river.example";
                    case "org" -> "river --name \"River Coop\" --homepage https://river.example/";
                    case "device" -> "sw-12 --name \"North switch\" --ip 10.0.3.12 --owner river";
                    case "place" -> "mill --name \"The old mill\" --city Delft";
                    case "role" -> "treasurer --name Treasurer";
                    case "membership" -> "--member ada --org river --role treasurer --from 2026-01-01";
                    case "model" -> "gs108 --name GS108 --part-number GS108-400";
                    case "account" -> "--account-name ada --service https://code.example/";
                    case "document" -> "plan --title \"The plan\" --author ada";
                    default -> kind.name() + "-1 --name \"The first\"";
                };
    }

    /** The kind in a sentence: with its article, and in full. */
    static String a(Kind kind) {
        return switch (kind.name()) {
            case "org" -> "an organisation";
            case "account" -> "an account";
            default -> "a " + kind.name();
        };
    }

    /** The word device also means what acts for a person. */
    static void point(Spelling spelling, Kind kind) {
        if (kind.name().equals("device")) {
            spelling.pointsTo("For the devices that act for a person: kith node add, kith node list");
        }
    }

    /** The handle of that thing, or a beginning of an id for kinds whose things seldom have one. */
    static String name(Kind kind) {
        return switch (kind.name()) {
            case "person" -> "ada";
            case "org" -> "river";
            case "device" -> "sw-12";
            case "place" -> "mill";
            case "role" -> "treasurer";
            case "model" -> "gs108";
            case "document" -> "plan";
            case "membership", "account" -> "0199c0de";
            default -> kind.name() + "-1";
        };
    }

    /** A change of that thing. */
    static String change(Kind kind) {
        return switch (kind.name()) {
            case "person" -> "email+=ada@work.example";
            case "org" -> "purpose=\"keep the water clean\"";
            case "device" -> "firmware=7.2.1 ip+=10.0.3.13";
            case "place" -> "lat=52.01 long=4.36";
            case "membership" -> "to=2026-12-31";
            case "account" -> "status=lost";
            case "document" -> "title=\"The plan, revised\"";
            default -> "name=\"another name\"";
        };
    }
}
