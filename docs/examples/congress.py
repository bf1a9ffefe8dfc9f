#!/usr/bin/env python3
"""Turns the congress-legislators data (YAML, CC0) into Turtle in the kith profile.

    python3 congress.py DATA_FOLDER > congress.ttl              the Senate: at most 1 MB
    python3 congress.py DATA_FOLDER --all FILE                  everything: about 80,000 triples

Needs nothing but Python 3. Equal input gives equal bytes: IRIs are computed from the keys of the source, see README.md.
What the profile cannot say rightly (a latitude of 441 degrees) is left out and counted on the error stream."""

import argparse
import os
import re
import sys
import unicodedata
import uuid

sys.dont_write_bytecode = True  # leave no folder of compiled files beside the examples
from yaml_subset import YamlError, load

PREFIXES = {
    "kith": "https://w3id.org/kith/ns#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "schema": "https://schema.org/",
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
}
NEXT = "\n        "
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, PREFIXES["kith"])
CHAMBERS = {"sen": ("senate", "senator"), "rep": ("house", "representative")}
ROLES = {"member": "Member", "chair": "Chair", "vice-chair": "Vice Chair", "cochair": "Cochair",
         "ranking-member": "Ranking Member", "ex-officio": "Ex Officio", "senator": "Senator",
         "representative": "Representative", "president": "President", "vice-president": "Vice President"}
TITLES = {None: "member", "Chairman": "chair", "Chairwoman": "chair", "Chair": "chair", "Vice Chairman": "vice-chair",
          "Vice Chairwoman": "vice-chair", "Vice Chair": "vice-chair", "Cochairman": "cochair",
          "Ranking Member": "ranking-member", "Ex Officio": "ex-officio"}
SERVICES = {"twitter": "https://x.com/", "facebook": "https://www.facebook.com/",
            "instagram": "https://www.instagram.com/", "youtube": "https://www.youtube.com/",
            "mastodon": "https://joinmastodon.org/"}


def thing(scheme, *key):
    """The same IRI that kith.ontology.vocab.ThingNames computes."""
    return f"<urn:uuid:{uuid.uuid5(NAMESPACE, scheme + ':' + ' '.join(key))}>"


def slug(text):
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:63].rstrip("-")


def quoted(text):
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")):
        text = text.replace(plain, escaped)
    return f'"{text}"'


class Graph:
    def __init__(self):
        self.things = {}
        self.left_out = {}

    def add(self, subject, predicate, *terms):
        objects = self.things.setdefault(subject, {}).setdefault(predicate, [])
        objects.extend(term for term in terms if term and term not in objects)

    def text(self, subject, predicate, text):
        if text and text.strip():
            self.add(subject, predicate, quoted(" ".join(text.split())))

    def date(self, subject, predicate, text):
        if text and self.check("date", re.fullmatch(r"\d{4}-\d\d-\d\d", text)):
            self.add(subject, predicate, f'"{text}"^^xsd:date')

    def web(self, subject, predicate, text):
        if text and self.check("web address", re.fullmatch(r"https?://[^\s<>\"{}|^`\\]+", text)):
            self.add(subject, predicate, f"<{text}>")

    def phone(self, subject, text):
        if text:
            digits = re.sub(r"\D", "", text)
            if self.check("telephone number", len(digits) == 10):
                self.add(subject, "foaf:phone", f"<tel:+1{digits}>")

    def degrees(self, subject, predicate, text, limit):
        if text and self.check("coordinate", re.fullmatch(r"-?\d+\.\d+", text) and abs(float(text)) <= limit):
            self.add(subject, predicate, text)

    def check(self, what, good):
        if not good:
            self.left_out[what] = self.left_out.get(what, 0) + 1
        return good

    def count(self):
        return sum(len(objects) for fields in self.things.values() for objects in fields.values())

    def write(self, out):
        for prefix, iri in PREFIXES.items():
            out.write(f"@prefix {prefix}: <{iri}> .\n")
        for subject, fields in sorted(self.things.items(), key=lambda item: (item[1]["a"], item[0])):
            lines = [f"{predicate} {(' ,' + NEXT if len(objects) > 2 else ' , ').join(objects)}"
                     for predicate, objects in fields.items() if objects]
            out.write(f"\n{subject} " + " ;\n    ".join(lines) + " .\n")


class Congress:
    def __init__(self, folder):
        def read(name):
            try:
                return load(os.path.join(folder, name))
            except (OSError, UnicodeDecodeError, YamlError) as fault:
                sys.exit(f"congress.py: {name} cannot be read: {fault}; the folder must be one of congress-legislators")

        self.graph = Graph()
        self.people = read("legislators-current.yaml")
        self.executives = read("executive.yaml")
        self.offices = {entry["id"]["bioguide"]: entry["offices"] for entry in
                        read("legislators-district-offices.yaml")}
        self.accounts = {entry["id"]["bioguide"]: entry["social"] for entry in
                         read("legislators-social-media.yaml")}
        self.committees = read("committees-current.yaml")
        self.old_committees = read("committees-historical.yaml")
        self.memberships = read("committee-membership-current.yaml")
        self.handles = {}

    def senate(self):
        """Senators, their offices, the Senate's committees and who sits in them."""
        senators = [person for person in self.people if person["terms"][-1]["type"] == "sen"]
        committees = [committee for committee in self.committees if committee["type"] == "senate"]
        self.chambers({"sen": CHAMBERS["sen"]})
        for person in senators:
            self.person(person)
            self.term(person, person["terms"][-1])
        self.seats(senators, self.committee_codes(committees, current=True))
        return self.graph

    def everything(self):
        self.chambers(CHAMBERS)
        for person in self.people:
            self.person(person)
            self.profiles(person)
            for term in person["terms"]:
                self.term(person, term)
        for person in self.executives:
            self.executive(person)
        codes = self.committee_codes(self.committees, current=True)
        self.committee_codes(self.old_committees, current=False)
        self.seats(self.people, codes)
        return self.graph

    def chambers(self, chambers):
        names = {"senate": "United States Senate", "house": "United States House of Representatives"}
        for handle, _ in chambers.values():
            self.organisation(self.chamber(handle), handle, names[handle], unit=False)

    @staticmethod
    def chamber(handle):
        return thing("congress.chamber", handle)

    def handle_of(self, iri, *wishes):
        """The first of the wishes that nothing else is called; the last one is unique by its making."""
        handle = next(wish for wish in wishes if self.handles.setdefault(wish, iri) == iri)
        self.graph.add(iri, "kith:handle", quoted(handle))

    @staticmethod
    def key(person):
        ids = person["id"]
        return ("congress.bioguide", ids["bioguide"]) if "bioguide" in ids else ("congress.govtrack", ids["govtrack"])

    def person(self, person):
        name, last_term = person["name"], person["terms"][-1]
        iri = thing(*self.key(person))
        shown = name.get("official_full") or f"{name['first']} {name['last']}"
        self.graph.add(iri, "a", "foaf:Person")
        self.handle_of(iri, slug(shown), slug(f"{shown} {self.key(person)[1]}"))
        self.graph.text(iri, "foaf:name", shown)
        self.graph.text(iri, "foaf:givenName", name["first"])
        self.graph.text(iri, "foaf:familyName", name["last"])
        self.graph.text(iri, "foaf:nick", name.get("nickname"))
        self.graph.date(iri, "vcard:bday", person["bio"].get("birthday"))
        self.graph.web(iri, "foaf:homepage", last_term.get("url"))
        self.graph.phone(iri, last_term.get("phone"))
        self.graph.text(iri, "kith:tag", last_term.get("party"))
        self.graph.text(iri, "kith:tag", last_term.get("state"))
        for scheme in ("bioguide", "govtrack"):
            if scheme in person["id"]:
                self.graph.text(iri, "dct:identifier", f"{scheme}:{person['id'][scheme]}")
        if "wikidata" in person["id"]:
            self.graph.add(iri, "owl:sameAs", f"<http://www.wikidata.org/entity/{person['id']['wikidata']}>")
        for office in self.offices.get(person["id"].get("bioguide"), []):
            self.graph.add(iri, "org:basedAt", self.place(office))
        return iri

    def profiles(self, person):
        """Further identifiers and accounts, which the small example leaves out."""
        iri = thing(*self.key(person))
        for scheme, value in person["id"].items():
            if isinstance(value, str):
                self.graph.text(iri, "dct:identifier", f"{scheme}:{value}")
        for service, account_name in self.accounts.get(person["id"]["bioguide"], {}).items():
            if service in SERVICES:
                account = thing("kith.account", SERVICES[service], account_name)
                self.graph.add(account, "a", "foaf:OnlineAccount")
                self.graph.text(account, "foaf:accountName", account_name)
                self.graph.web(account, "foaf:accountServiceHomepage", SERVICES[service])
                self.graph.add(iri, "foaf:account", account)

    def executive(self, person):
        iri = self.person(person)
        office = thing("congress.chamber", "white-house")
        self.organisation(office, "white-house", "Executive Office of the President", unit=False)
        for term in person["terms"]:
            role = {"prez": "president", "viceprez": "vice-president"}[term["type"]]
            self.membership(iri, office, role, f"{slug(self.key(person)[1])}-{role}-{term['start']}", term)

    def term(self, person, term):
        chamber, role = CHAMBERS[term["type"]]
        handle = f"{slug(self.key(person)[1])}-{chamber}-{term['start']}"
        iri = self.membership(thing(*self.key(person)), self.chamber(chamber), role, handle, term)
        self.graph.text(iri, "kith:tag", term.get("state"))
        self.graph.text(iri, "kith:tag", term.get("party"))

    def place(self, office):
        iri = thing("congress.office", office["id"])
        self.graph.add(iri, "a", "org:Site")
        self.handle_of(iri, slug(office["id"]))
        self.graph.text(iri, "rdfs:label", f"{office['city']} office")
        street = " ".join(filter(None, (office.get("address"), office.get("suite"), office.get("building"))))
        self.graph.text(iri, "vcard:street-address", street)
        self.graph.text(iri, "vcard:locality", office["city"])
        self.graph.text(iri, "vcard:region", office["state"])
        self.graph.text(iri, "vcard:postal-code", office.get("zip"))
        self.graph.phone(iri, office.get("phone"))
        self.graph.degrees(iri, "geo:lat", office.get("latitude"), 90)
        self.graph.degrees(iri, "geo:long", office.get("longitude"), 180)
        return iri

    def organisation(self, iri, handle, name, unit):
        self.graph.add(iri, "a", "org:Organization", "org:OrganizationalUnit" if unit else None)
        self.handle_of(iri, handle)
        self.graph.text(iri, "foaf:name", name)

    def committee_codes(self, committees, current):
        """Writes committees and what is below them; answers their codes, as the lists of members use them."""
        codes = {}
        for committee in committees:
            iri = self.committee(committee, committee["thomas_id"], current)
            codes[committee["thomas_id"]] = iri
            chamber = {"senate": "senate", "house": "house"}.get(committee["type"])
            self.graph.add(iri, "org:unitOf", self.chamber(chamber) if chamber else None)
            for part in committee.get("subcommittees") or []:
                code = committee["thomas_id"] + part["thomas_id"]
                codes[code] = self.committee(part, code, current)
                self.graph.add(codes[code], "org:unitOf", iri)
        return codes

    def committee(self, committee, code, current):
        iri = thing("congress.committee", code)
        if iri in self.graph.things:
            return iri
        self.organisation(iri, code.lower(), committee["name"], unit=True)
        self.graph.text(iri, "dct:identifier", f"thomas:{code}")
        self.graph.text(iri, "kith:status", None if current else "retired")
        self.graph.text(iri, "org:purpose", committee.get("jurisdiction"))
        self.graph.web(iri, "foaf:homepage", committee.get("url"))
        self.graph.phone(iri, committee.get("phone"))
        return iri

    def seats(self, people, codes):
        known = {person["id"]["bioguide"]: thing(*self.key(person)) for person in people}
        for code, iri in codes.items():
            for seat in self.memberships.get(code, []):
                if seat["bioguide"] in known:
                    role = TITLES[seat.get("title")]
                    handle = f"{code}-{seat['bioguide']}-{role}".lower()
                    member = self.membership(known[seat["bioguide"]], iri, role, handle, {})
                    self.graph.text(member, "kith:tag", seat.get("party"))

    def membership(self, member, organisation, role, handle, term):
        role_iri = thing("kith.role", role)
        parts = [part.strip("<>") for part in (member, organisation, role_iri)]
        iri = thing("kith.membership", *parts, term.get("start") or "-")
        self.graph.add(role_iri, "a", "org:Role")
        self.handle_of(role_iri, role)
        self.graph.text(role_iri, "skos:prefLabel", ROLES[role])
        self.graph.add(iri, "a", "org:Membership")
        self.handle_of(iri, handle)
        self.graph.add(iri, "org:member", member)
        self.graph.add(iri, "org:organization", organisation)
        self.graph.add(iri, "org:role", role_iri)
        self.graph.date(iri, "schema:startDate", term.get("start"))
        self.graph.date(iri, "schema:endDate", term.get("end"))
        return iri


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("folder", help="the folder with the YAML files")
    arguments.add_argument("--all", metavar="FILE", help="write everything into this file")
    chosen = arguments.parse_args()
    congress = Congress(chosen.folder)
    graph = congress.everything() if chosen.all else congress.senate()
    if chosen.all:
        with open(chosen.all, "w", encoding="utf-8", newline="\n") as out:
            graph.write(out)
    else:
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        graph.write(sys.stdout)
    left_out = ", ".join(f"{count} x {what}" for what, count in sorted(graph.left_out.items())) or "nothing"
    print(f"{graph.count()} triples; left out: {left_out}", file=sys.stderr)


if __name__ == "__main__":
    main()
