"""Reads the part of YAML that the congress data uses: block mappings and lists, plain and quoted scalars over several
lines, comments. Every scalar is a string; an empty one is None. Anything else is refused with its line number."""

import re

KEY = re.compile(r"""('(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[^\s#'"\[\]{}&*!|>%@`,?-][^#]*?|-[^\s#][^#]*?)\s*:(?:\s+(.*))?$""")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "/": "/", " ": " ", "0": "\0", "e": "\x1b",
           "_": "\u00a0"}
MAX_DEPTH = 32


class YamlError(ValueError):
    pass


def load(path):
    with open(path, encoding="utf-8") as file:
        return Reader(file.read().split("\n")).document()


class Reader:
    def __init__(self, lines):
        # (number, indent, text) of each line that says something; blank lines matter only inside scalars
        self.lines = [(n, len(line) - len(line.lstrip(" ")), line.strip(" ")) for n, line in enumerate(lines, 1)]
        self.at = 0

    def document(self):
        self.skip_blank()
        if self.at < len(self.lines) and self.lines[self.at][2] == "---":
            self.at += 1
        value = self.node(0, 0)
        self.skip_blank()
        if self.at < len(self.lines):
            self.fail("this is not part of the document")
        return value

    def fail(self, why):
        number = self.lines[min(self.at, len(self.lines) - 1)][0]
        raise YamlError(f"line {number}: {why}")

    def skip_blank(self):
        while self.at < len(self.lines) and (not self.lines[self.at][2] or self.lines[self.at][2].startswith("#")):
            self.at += 1

    def peek(self):
        self.skip_blank()
        return self.lines[self.at] if self.at < len(self.lines) else (0, -1, "")

    def node(self, least_indent, depth):
        """The value that starts on the next line, at least so far in; None when there is none."""
        if depth > MAX_DEPTH:
            self.fail("nested too deeply")
        _, indent, text = self.peek()
        if indent < least_indent:
            return None
        if text == "-" or text.startswith("- "):
            return self.sequence(indent, depth)
        if KEY.match(text):
            return self.mapping(indent, depth)
        self.at += 1
        return self.scalar(text, indent)

    def sequence(self, indent, depth):
        items = []
        while True:
            number, own, text = self.peek()
            if own != indent or not (text == "-" or text.startswith("- ")):
                return items
            rest = text[1:].lstrip(" ")
            if not rest:
                self.at += 1
                items.append(self.node(indent + 1, depth + 1))
                continue
            inner = indent + len(text) - len(rest)
            if rest.startswith("- ") or KEY.match(rest):
                self.lines[self.at] = (number, inner, rest)
                items.append(self.node(inner, depth + 1))
            else:
                self.at += 1
                items.append(self.scalar(rest, indent + 1))

    def mapping(self, indent, depth):
        entries = {}
        while True:
            _, own, text = self.peek()
            match = KEY.match(text) if own == indent else None
            if not match:
                if own > indent:
                    self.fail("this line is too far in")
                return entries
            key = self.quoted(match.group(1)) if match.group(1)[0] in "'\"" else match.group(1)
            if key in entries:
                self.fail(f"the key {key} is there twice")
            self.at += 1
            rest = (match.group(2) or "").strip()
            if rest and not rest.startswith("#"):
                entries[key] = self.scalar(rest, indent + 1)
            else:
                _, next_indent, next_text = self.peek()
                list_beside = next_indent == indent and (next_text == "-" or next_text.startswith("- "))
                entries[key] = self.node(indent if list_beside else indent + 1, depth + 1)

    def scalar(self, text, least_indent):
        """The scalar that begins with this text and goes on in the lines that are at least so far in."""
        if text[0] in "'\"":
            while not self.is_closed(text):
                escaped_break = text[0] == '"' and len(text) - len(text.rstrip("\\")) & 1
                more = self.folded(least_indent)
                text = text[:-1] + more.lstrip(" ") if escaped_break else text + more
            return self.quoted(text)
        if text in ("[]", "{}"):
            return [] if text == "[]" else {}
        if text[0] in "[]{}&*!|>%@`," or text.startswith("- "):
            self.at -= 1
            self.fail("this form of YAML is not read here")
        text = re.sub(r"\s+#.*$", "", text)
        while self.at < len(self.lines):
            _, indent, more = self.lines[self.at]
            if more and (indent < least_indent or more.startswith("#")):
                break
            if not more and self.peek_indent_beyond_blanks() < least_indent:
                break
            text += self.folded(least_indent)
        if re.search(r":(\s|$)", text):
            self.at -= 1
            self.fail("a colon and a space inside a text need quotes around it")
        return None if text in ("~", "null") else text

    def peek_indent_beyond_blanks(self):
        for _, indent, text in self.lines[self.at:]:
            if text:
                return indent
        return -1

    def folded(self, least_indent):
        """The next line with what joins it: one break is a space, more of them stay breaks, one fewer."""
        breaks = 0
        while self.at < len(self.lines) and not self.lines[self.at][2]:
            breaks += 1
            self.at += 1
        if self.at == len(self.lines) or self.lines[self.at][1] < least_indent:
            self.fail("a text is not closed")
        text = self.lines[self.at][2]
        self.at += 1
        return ("\n" * breaks if breaks else " ") + text

    @staticmethod
    def is_closed(text):
        body = text[1:]
        if text[0] == "'":
            return re.fullmatch(r"(?:[^']|'')*'\s*(?:#.*)?", body, re.S) is not None
        return re.fullmatch(r'(?:[^"\\]|\\.)*"\s*(?:#.*)?', body, re.S) is not None

    def quoted(self, text):
        if text[0] == "'":
            return re.match(r"'((?:[^']|'')*)'", text, re.S).group(1).replace("''", "'")
        body = re.match(r'"((?:[^"\\]|\\.)*)"', text, re.S).group(1)
        return re.sub(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", self.unescape, body, flags=re.S)

    def unescape(self, match):
        code = match.group(1)
        if len(code) > 1:
            return chr(int(code[1:], 16))
        if code not in ESCAPES:
            self.fail(f"there is no escape \\{code}")
        return ESCAPES[code]
