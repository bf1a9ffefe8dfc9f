#!/usr/bin/env python3
"""Makes the vectors of this folder again, from delta.md, authority.md, digest.md, wire.md, bundle.md and lan.md alone, and says where they differ.

A second reading of the format, in another language and with other libraries. Needs Python 3.9; with the package
`cryptography` it makes keys and signatures too. Reads the files beside it and writes nothing.
"""

import base64
import hashlib
import hmac
import math
import re
import sys
import zlib
from pathlib import Path

try:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
except ImportError:
    Ed25519PrivateKey = None

FOLDER = Path(__file__).parent
DICTIONARY = FOLDER / "../../../ontology/src/main/resources/kith/ontology/delta/dictionary-1.txt"
LEVELS = {"RELAY": 1, "READER": 2, "WRITER": 3, "ADMIN": 4, "OWNER": 5, "ROOT": 6}


def blocks(name):
    """The blocks of a file, each a dictionary of lists: a name may stand several times."""
    block = {}
    for line in (FOLDER / name).read_text(encoding="utf-8").split("\n") + [""]:
        if line.strip() and not line.startswith("#"):
            key, value = line.split("=", 1)
            block.setdefault(key.strip(), []).append(value.strip())
        elif not line.strip() and block:
            yield block
            block = {}


def one(block, key):
    return block[key][0]


def octets(block, key):
    return bytes.fromhex(one(block, key))


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def u64(number):
    return number.to_bytes(8, "big")


def vu(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out + bytes([number]))


def sized(content):
    return vu(len(content)) + content


def fields(*pairs):
    return b"".join(vu(tag) + sized(value) for tag, value in pairs)


def public(seed):
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(seed, context, message):
    return Ed25519PrivateKey.from_private_bytes(seed).sign(context + message)


# Terms


def unescaped(text):
    return re.sub(r"\\u(\w{4})|\\U(\w{8})", lambda m: chr(int(m.group(1) or m.group(2), 16)), text).encode()


def term(text):
    if text.startswith("<<("):
        parts = re.match(r"<<\( (\S+) (\S+) (.*) \)>>$", text).groups()
        return b"\7" + b"".join(sized(term(part)) for part in parts)
    if text.startswith("<"):
        return b"\1" + unescaped(text[1:-1])
    if text.startswith("_:k"):
        return b"\2" + bytes.fromhex(text[3:])
    lexical, language, datatype = re.match(r'"(.*)"(?:@(\S+)|\^\^<(.*)>)?$', text).groups()
    if datatype:
        return b"\6" + sized(datatype.encode()) + unescaped(lexical)
    if language and "--" in language:
        tag, direction = language.split("--")
        return b"\5" + sized(tag.encode()) + bytes([direction == "rtl"]) + unescaped(lexical)
    if language:
        return b"\4" + sized(language.encode()) + unescaped(lexical)
    return b"\3" + unescaped(lexical)


def quad(line):
    """Subject, predicate, object, graph in bytes; the default graph is None."""
    subject, predicate, object_, graph = re.match(
        r'(\S+) (\S+) (<<\(.*\)>>|"[^"]*"\S*|\S+)(?: (\S+))?$', line).groups()
    return term(subject), term(predicate), term(object_), term(graph) if graph else None


def check_terms():
    for block in blocks("terms.txt"):
        if "term" in block:
            yield block, "bytes", term(one(block, "term"))
        if "label" in block:
            name = sha256(b"kith blank 1\0", octets(block, "scope"), one(block, "label").encode())[:16]
            yield block, "name", "k" + name.hex()


# Payloads


def dot(text):
    log, number = text.split("/")
    return bytes.fromhex(log), int(number)


def run_of_quads(leaves, level=0):
    out = vu(len({place[level] for place, _ in leaves}))
    before = 0
    for index in sorted({place[level] for place, _ in leaves}):
        below = [leaf for leaf in leaves if leaf[0][level] == index]
        out += vu(index - before) + (below[0][1] if level == 3 else run_of_quads(below, level + 1))
        before = index
    return out


def table_of_terms(terms):
    out, before = vu(len(terms)), b""
    for each in terms:
        shared = 0
        while shared < min(len(before), len(each)) and before[shared] == each[shared]:
            shared += 1
        out += vu(shared) + sized(each[shared:])
        before = each
    return out


def body(block):
    own = octets(block, "log")
    asserts = [quad(line) for line in block.get("assert", [])]
    retracts = []
    for line in block.get("retract", []):
        dots, said = line.split(" | ")
        retracts.append((quad(said), sorted(dot(each) for each in dots.split())))
    terms = sorted({part for said in asserts + [said for said, _ in retracts] for part in said if part})
    logs = sorted({log for _, dots in retracts for log, _ in dots} - {own})

    def place(said):
        subject, predicate, object_, graph = said
        return (terms.index(graph) + 1 if graph else 0, *map(terms.index, (subject, predicate, object_)))

    def seen(dots):
        return vu(len(dots)) + b"".join(
            vu(0 if log == own else logs.index(log) + 1) + vu(number) for log, number in dots)

    content = []
    if "group" in block:
        group, part = one(block, "group").split()
        content.append((1, bytes.fromhex(group) + vu(int(part))))
    content.append((2, table_of_terms(terms)))
    if "note" in block:
        content.append((3, one(block, "note").encode()))
    if logs:
        content.append((4, b"".join(logs)))
    if asserts:
        content.append((6, run_of_quads([(place(said), b"") for said in asserts])))
    if retracts:
        content.append((8, run_of_quads([(place(said), seen(dots)) for said, dots in retracts])))
    return fields(*content)


def inflated(payload):
    length, shift, at = 0, 0, 1
    while True:
        length |= (payload[at] & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if payload[at - 1] < 0x80:
            break
    content = zlib.decompressobj(-15, zdict=DICTIONARY.read_bytes()).decompress(payload[at:])
    return content if len(content) == length else b""


def check_payloads():
    for block in blocks("payloads.txt"):
        if "dictionary-sha256" in block:
            yield block, "dictionary-bytes", str(len(DICTIONARY.read_bytes()))
            yield block, "dictionary-sha256", sha256(DICTIONARY.read_bytes())
        if "body" in block:
            yield block, "body", body(block)
        if "deflated" in block:
            yield block, "body", inflated(octets(block, "deflated"))


# Logs


def check_log():
    about, *rest = blocks("log.txt")
    seed = octets(about, "author-seed")
    author = public(seed) if Ed25519PrivateKey else octets(about, "root")[32:64]
    root = octets(about, "space") + author + octets(about, "incarnation")
    root += bytes([int(one(about, "plane"))]) + octets(about, "grant")
    log = link = sha256(b"kith log 1\0", root)
    yield about, "root", root
    yield about, "log", log
    founding, *deltas, travelling = [block for block in rest if not block.keys() & {"lengths", "erased"}]
    born = bytes(32) + octets(founding, "founder") + octets(founding, "incarnation") + bytes(33)
    yield founding, "founding-log", sha256(b"kith log 1\0", born)
    logs = sorted({dot(each)[0] for block in deltas for each in block.get("dep", [])})
    run = vu(1) + log + vu(len(logs)) + b"".join(logs) + vu(len(deltas))
    erasing = next(block for block in rest if "erased" in block)
    erased = run
    clock = 0
    for number, block in enumerate(deltas, 1):
        deps = [dot(each) for each in block.get("dep", [])]
        salt, payload = octets(block, "salt"), octets(block, "payload")
        flags = bytes([2 if deps else 0])
        header = b"\1" + flags + u64(number) + u64(int(one(block, "clock"))) + len(payload).to_bytes(4, "big")
        header += sha256(b"\0", salt, payload) + b"".join(other + u64(head) for other, head in deps)
        link = sha256(b"\1", link, header)
        yield block, "header", header
        yield block, "link", link
        if Ed25519PrivateKey:
            yield block, "signature", sign(seed, b"kith delta 1\0", link)
        rest_of_entry = vu(int(one(block, "clock")) - clock)
        clock = int(one(block, "clock"))
        if deps:
            rest_of_entry += vu(len(deps)) + b"".join(vu(logs.index(other)) + vu(head) for other, head in deps)
        rest_of_entry += vu(len(payload))
        run += flags + rest_of_entry + salt + payload
        if number == int(one(erasing, "erased")):
            erased += bytes([flags[0] | 0x80]) + rest_of_entry + sha256(b"\0", salt, payload)
        else:
            erased += flags + rest_of_entry + salt + payload
    yield travelling, "run", run + octets(deltas[-1], "signature")
    yield erasing, "erased-run", erased + octets(deltas[-1], "signature")
    for block in rest:
        if "lengths" in block:
            lengths = [int(each) for each in one(block, "lengths").split()]
            run = vu(1) + log + vu(0) + vu(len(lengths))
            run += b"".join(b"\0" + vu(1) + vu(length) + bytes(16 + length) for length in lengths)
            yield block, "run-hash", sha256(run, bytes(64))
            yield block, "read", "yes" if len(lengths) == 1 or sum(lengths) <= 524_288 else "no"


def frontier(logs, depth=0):
    if len(logs) <= 32:
        return sha256(b"\3", *(log + u64(number) + link for _, log, number, link in sorted(logs)))
    parts = [[each for each in logs if each[0].hex()[depth] == digit] for digit in "0123456789abcdef"]
    return sha256(b"\2", *(frontier(part, depth + 1) for part in parts))


def check_frontiers():
    for block in blocks("frontiers.txt"):
        logs = [sha256(b"log %d" % i) for i in range(1, int(one(block, "logs")) + 1)]
        heads = [(sha256(log), log, i * i, sha256(b"link %d" % i)) for i, log in enumerate(logs, 1)]
        yield block, "frontier", frontier(heads)


# Acts, tickets, claims


def certificate(block):
    person, device = octets(block, "person-seed"), octets(block, "device-seed")
    statement = public(person) + public(device) + u64(int(one(block, "issued")))
    return statement + sign(person, b"kith device 1\0", statement)


def claim(block):
    ticket = sha256(b"kith ticket 1\0", octets(block, "ticket-seed"))
    statement = fields(
        (2, octets(block, "space")),
        (4, public(ticket)),
        (6, certificate(block)),
        (8, one(block, "name").encode()))
    by_ticket = sign(ticket, b"kith claim 1\0", statement)
    by_device = sign(octets(block, "device-seed"), b"kith claim 1\0", statement)
    return statement + fields((10, by_ticket), (12, by_device))


def ticket(block):
    addresses = block.get("address", [])
    content = fields(
        (2, octets(block, "ticket-seed")),
        (4, octets(block, "space")),
        (6, one(block, "space-name").encode()),
        (8, octets(block, "node")),
        (10, vu(len(addresses)) + b"".join(sized(each.encode()) for each in addresses)))
    secret = base64.urlsafe_b64encode(content + sha256(content)[:4]).decode().rstrip("=")
    return "kith:join/" + one(block, "space-name") + "#" + secret


def some(*pairs):
    """Fields, without those that have nothing to say."""
    return fields(*((tag, value) for tag, value in pairs if value is not None))


def number(block, key):
    return vu(int(one(block, key))) if key in block else None


def patterns(block, key):
    texts = sorted(each.encode() for each in block.get(key, []))
    return vu(len(texts)) + b"".join(map(sized, texts))


def allowance(block):
    scope = None
    if "deeds" in block:
        scope = fields(
            (2, patterns(block, "graph")), (4, patterns(block, "subject")),
            (6, patterns(block, "predicate")), (8, number(block, "deeds")))
    return some((2, vu(LEVELS[one(block, "level")])), (4, scope), (6, number(block, "quota")))


def links(block, key):
    return b"".join(sorted(map(bytes.fromhex, block[key]))) if key in block else None


def kept(block, key):
    deltas = []
    for line in block.get(key, []):
        said, link = line.split()
        log, seq = dot(said)
        deltas.append((log, seq, bytes.fromhex(link)))
    return vu(len(deltas)) + b"".join(log + vu(seq) + link for log, seq, link in sorted(deltas))


def restated(block):
    if "restated" not in block:
        return None
    deltas = []
    for line in block["restated"]:
        said, places = line.split(" | ")
        numbers = sorted(map(int, places.split()))
        steps = [place - before - 1 for before, place in zip([-1] + numbers, numbers)]
        deltas.append((dot(said), vu(len(steps)) + b"".join(map(vu, steps))))
    return vu(len(deltas)) + b"".join(log + vu(seq) + places for (log, seq), places in sorted(deltas))


def named_term(block, key):
    return term(one(block, key)) if key in block else None


def named_octets(block, key):
    return octets(block, key) if key in block else None


def text(block, key):
    return one(block, key).encode() if key in block else None


def triples(block):
    return b"\0" + body({"log": ["00" * 32], "assert": block["assert"]}) if "assert" in block else None


ACTS = {
    "genesis": lambda block: b"\1" + some(
        (2, text(block, "name")), (4, certificate(block)), (6, named_octets(block, "paper")),
        (8, number(block, "quorum")), (10, named_octets(block, "succeeds"))),
    "invite": lambda block: b"\2" + some(
        (2, octets(block, "ticket-key")), (4, allowance(block)), (6, number(block, "expires")),
        (8, links(block, "lifts"))),
    "admit": lambda block: b"\3" + fields((2, octets(block, "admitted")), (4, octets(block, "invitation"))),
    "give": lambda block: b"\4" + some(
        (2, certificate(block)), (4, text(block, "name")), (6, allowance(block)), (8, links(block, "lifts"))),
    "enrol": lambda block: b"\5" + fields((2, certificate(block)), (4, text(block, "name"))),
    "cut": lambda block: b"\6" + some(
        (2, octets(block, "grant")), (4, kept(block, "kept")), (6, text(block, "reason")),
        (8, b"" if "whole" in block else None)),
    "ban": lambda block: b"\7" + some(
        (2, octets(block, "banned")), (4, kept(block, "kept")), (6, text(block, "reason"))),
    "erase": lambda block: b"\10" + some((2, kept(block, "erased")), (4, restated(block))),
    "rule": lambda block: b"\11" + some(
        (2, named_term(block, "predicate")), (4, named_term(block, "class")), (6, text(block, "policy")),
        (8, links(block, "replaces"))),
    "shape": lambda block: b"\12" + some(
        (2, text(block, "name")), (4, triples(block)), (6, links(block, "replaces"))),
    "vote": lambda block: b"\13" + fields((2, certificate(block)), (4, text(block, "name"))),
    "close": lambda block: b"\15" + fields((4, kept(block, "ends"))),
    "branch": lambda block: branch(block),
    "succession": lambda block: b"\14" + fields((2, octets(block, "space"))),
}


def branch(block):
    seed = octets(block, "author-seed")
    root = octets(block, "space") + public(seed) + octets(block, "incarnation") + b"\0" + octets(block, "grant")
    log = sha256(b"kith log 1\0", root)
    clock, salt, said = int(one(block, "clock")), octets(block, "salt"), octets(block, "said")
    header = b"\1\4" + u64(1) + u64(clock) + len(said).to_bytes(4, "big") + sha256(b"\0", salt, said)
    run = vu(1) + log + vu(0) + vu(1) + b"\4" + vu(clock) + vu(len(said)) + salt + said
    run += sign(seed, b"kith delta 1\0", sha256(b"\1", log, header))
    return b"\16" + fields((2, root), (4, run))


def check_acts():
    for block in blocks("acts.txt"):
        if "ticket" in block:
            yield block, "ticket", ticket(block)
        if "act" in block and (Ed25519PrivateKey or "person-seed" not in block):
            yield block, "payload", ACTS[one(block, "act")](block)
        if Ed25519PrivateKey and "claim" in block:
            yield block, "claim", claim(block)
        if Ed25519PrivateKey and "ticket" in block:
            yield block, "ticket-key", public(sha256(b"kith ticket 1\0", octets(block, "ticket-seed")))


# Digests and tags


def check_digests():
    for block in blocks("digests.txt"):
        total = 0
        for line in block.get("quad", []):
            subject, predicate, object_, graph = quad(line)
            hashed = sha256(*(sized(part) for part in (graph or b"", subject, predicate, object_)))
            wide = b"".join(hashlib.sha512(bytes([i]) + hashed).digest() for i in range(4))
            words = [int.from_bytes(wide[i:i + 8], "big") for i in range(0, 256, 8)]
            total += sum(word << 64 * i for i, word in enumerate(words))
        words = [u64(total >> 64 * i & 2**64 - 1) for i in range(32)]
        yield block, "digest", sha256(u64(len(block.get("quad", []))), *words)


def check_messages():
    for block in blocks("messages.txt"):
        if block.get("message") == ["HELLO"]:
            addresses = [sized(each.encode()) for each in block.get("address", [])]
            clock, software = vu(int(one(block, "clock"))), one(block, "software").encode()
            said = [(2, octets(block, "nonce")), (4, clock), (5, software)]
            said += [(7, vu(len(addresses)) + b"".join(addresses))] if addresses else []
            yield block, "payload", fields(*said)
        if block.get("message") == ["ERASED"]:
            marks = [each.split() for each in block["erased"]]
            payload = vu(len(marks)) + b"".join(bytes.fromhex(log) + vu(int(number)) for log, number in marks)
            yield block, "payload", payload
        if block.get("message") == ["VECTOR"]:
            payload = bytes([int(one(block, "plane")), one(block, "last") == "yes"])
            payload += vu(len(block.get("place", [])))
            for place in block.get("place", []):
                index, tag, number, link = place.split()
                payload += vu(int(index)) + bytes.fromhex(tag) + vu(int(number)) + bytes.fromhex(link)
            yield block, "payload", payload


def check_tags():
    for block in blocks("messages.txt"):
        if "open-tag" in block:
            said = [octets(block, key) for key in ("nonce", "sender", "receiver")]
            mac = hmac.new(octets(block, "space"), b"kith open 1\0" + b"".join(said), "sha256")
            yield block, "open-tag", mac.digest()[:16]
        if "log-tag" in block:
            yield block, "log-tag", sha256(b"kith tag 1\0", octets(block, "nonce"), octets(block, "log"))[:8]


# Sketches


def walk(seed):
    """The numbers of the symbols, below 65,536, that an item of this seed is in."""
    mask, place, state = 2**64 - 1, 0, seed
    while place < 65536:
        yield place
        state = state + 0x9E3779B97F4A7C15 & mask
        draw = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & mask
        draw = (draw ^ draw >> 27) * 0x94D049BB133111EB & mask
        draw ^= draw >> 31
        root = math.isqrt((draw >> 34 | 1) << 32)
        place += 1 + (2 * place + 3) * (2**31 - root) // (2 * root)


def symbols(block, count):
    lesser, greater = octets(block, "lesser"), octets(block, "greater")
    key = sha256(b"kith sketch 1\0", lesser, greater)
    sums = [[0, 0] for _ in range(count)]
    for i in range(1, int(one(block, "logs")) + 1):
        log, link = sha256(b"log %d" % i), sha256(b"link %d" % i)
        tag = sha256(b"kith tag 1\0", lesser, log)[:8]
        name = tag + sha256(key, bytes([1]), u64(i * i), link)[:5]
        mark = sha256(key, name)
        for place in walk(int.from_bytes(mark[4:12], "big")):
            if place >= count:
                break
            sums[place][0] ^= int.from_bytes(name + mark[:4], "big")
            sums[place][1] += 1
    return [(parts.to_bytes(17, "big") + bytes([number % 256])).hex() for parts, number in sums]


def check_sketches():
    for block in blocks("sketches.txt"):
        if "walk" in block:
            yield block, "walk", " ".join(map(str, walk(int(one(block, "seed"), 16))))
        else:
            for said, made in zip(block["symbol"], symbols(block, 32)):
                yield {"symbol": [said]}, "symbol", made


def check_bundles():
    for block in blocks("bundles.txt"):
        if "bundle" not in block:
            continue
        claim = octets(block, "claim") if "claim" in block else b""
        bundle = b"kith bundle 1\0" + octets(block, "space") + octets(block, "maker") + sized(claim)
        logs = [each.split() for each in block.get("log", [])]
        bundle += vu(len(logs))
        for root, number, link in logs:
            bundle += bytes.fromhex(root) + vu(int(number)) + bytes.fromhex(link)
        before = ""
        for root, run in (each.split() for each in block.get("part", [])):
            if root != before:
                bundle += b"\1" + bytes.fromhex(root)
                before = root
            bundle += b"\2" + sized(bytes.fromhex(run))
        bundle += b"\0"
        yield block, "bundle", bundle + sha256(bundle)


def check_lan():
    for block in blocks("lan.txt"):
        said = b"kith lan 1\0" + octets(block, "node") + u64(int(one(block, "day")))
        yield block, "name", hmac.new(octets(block, "space"), said, hashlib.sha256).digest()[:16]


def main():
    made = wrong = 0
    for check in (
            check_terms, check_payloads, check_log, check_frontiers, check_acts, check_digests,
            check_messages, check_tags, check_sketches, check_bundles, check_lan):
        for block, key, value in check():
            made += 1
            text = value if isinstance(value, str) else value.hex()
            if text != one(block, key):
                wrong += 1
                print(f"{check.__name__}: {key} is {one(block, key)}, made {text}")
    print(f"{made} values, {wrong} differ" + ("" if Ed25519PrivateKey else "; keys and signatures were not made"))
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
