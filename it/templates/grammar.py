"""Random chat templates: a grammar of the language, with names and values that go together often enough."""

import random
import re

CONTEXTS = [
    {
        "n": None, "i": 7, "big": 1e20, "l": [3, 1, 2], "q": "a,b,,c", "x": 2.5, "t": True,
        "m": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": None}],
        "long": "the quick brown fox jumps over", "html": "<b>bold</b> & co", "d": {"b": 1, "a": "z", "C": None},
        "s": "Hello World", "e": [], "tree": [{"v": 1, "c": [{"v": 2, "c": []}, {"v": 3, "c": [{"v": 4, "c": []}]}]}],
    },
    {
        "n": None, "i": -3, "big": 12345678901234567890123, "l": ["b", "A", "c", "a"], "q": " x\ty\n z ", "x": -0.5, "t": False,
        "m": [{"role": "system", "content": "Be 'brief'."}, {"role": "user", "content": "What is\n2 + 3?"},
              {"role": "assistant", "content": "5", "tool_calls": [{"name": "f", "arguments": {"a": [1, 2.0, True]}}]}],
        "long": "Well-known words -- and e-mail addresses: see http://example.com/a_b(c), me@example.org.",
        "html": "&lt;p&gt; <!-- c --> x<br/>y &eacute;&nbsp;&#233; &bogus; <a href='u'>it's</a>",
        "d": {"z": [1, 2], "y": {"k": "v"}, "items": 3}, "s": "straße ﬁn ǆ ΣΑΣ", "e": {},
        "tree": [{"v": "a", "c": []}, {"v": "b", "c": [{"v": "c", "c": []}]}],
    },
    {
        "n": None, "i": 0, "big": 1e300, "l": [1, 2.0, None, "3", True, [1]], "q": "", "x": 1e-7, "t": True,
        "m": [], "long": "word " * 30, "html": "a\"b'c<d>e&f", "d": {}, "s": "🙂é漢字 ABC\r\ndef", "e": "",
        "tree": [],
    },
    {
        "n": None, "i": 1000, "big": -9007199254740993, "l": [0.1, 0.2, 0.3], "q": "k=v;k2=v2", "x": 1234567.891, "t": True,
        "m": [{"role": "user", "content": [{"type": "text", "text": "look"}, {"type": "image"}]},
              {"role": "tool", "content": {"result": 3.0}}],
        "long": "line one\nline two is longer\n\nline four\n", "html": "plain", "d": {"1": "one", "k": -1, "K": 2},
        "s": "snake_case-and kebab", "e": [[], {}, ""], "tree": [{"v": None, "c": None}],
    },
]
NAMES = ["n", "i", "big", "l", "q", "x", "t", "m", "long", "html", "d", "s", "e", "tree"]
KIND = {
    "text": ["q", "long", "html", "s", "s", "long"], "number": ["i", "x", "big", "t"],
    "list": ["l", "m", "tree", "l", "m"], "dict": ["d", "d"], "any": NAMES,
}
ATTRIBUTES = ["role", "content", "v", "c", "a", "b", "k", "0", "type", "text", "role.x", "content.0", "name"]

# What a filter makes, where that is not a text.
RESULTS = {
    "number": ["length", "count", "wordcount", "int", "float", "abs", "round", "sum"],
    "list": ["list", "sort", "batch", "slice", "unique", "map", "select", "reject", "selectattr", "rejectattr", "items", "dictsort", "groupby"],
    "any": ["first", "last", "min", "max", "default", "d", "attr", "random", "reverse"],
}
TEXT_FILTERS = ["upper", "lower", "title", "capitalize", "trim", "wordcount", "length", "string", "list", "first", "last", "reverse",
                "escape", "e", "forceescape", "safe", "striptags", "urlencode", "int", "float", "center(9)", "indent", "wordwrap(8)",
                "urlize", "pprint", "tojson", "count", "truncate(9)", "sort", "unique", "min", "max", "batch(3)", "slice(2)"]
LIST_FILTERS = ["length", "first", "last", "list", "reverse", "sort", "join", "join(', ')", "unique", "min", "max", "sum", "tojson",
                "pprint", "string", "select", "reject", "map('upper')", "batch(2)", "slice(2)", "items", "urlencode", "count"]
DICT_FILTERS = ["length", "list", "items", "dictsort", "tojson", "pprint", "xmlattr", "urlencode", "first", "last", "reverse", "string",
                "join(',')", "sort", "count", "select", "map('string')", "unique"]
NUMBER_FILTERS = ["abs", "int", "float", "round", "string", "filesizeformat", "tojson", "pprint", "round(1)", "round(2,'ceil')",
                  "round(0,'floor')", "center(8)", "format", "length", "list", "first", "sum", "upper", "urlencode", "round(-1)"]
TESTS = ["defined", "undefined", "none", "string", "number", "integer", "float", "boolean", "mapping", "sequence", "iterable",
         "callable", "true", "false", "lower", "upper", "even", "odd", "escaped", "filter", "test",
         "divisibleby 3", "divisibleby(2)", "eq 1", "equalto('user')", "ne 2", "lt 3", "le(2)", "gt 1", "ge 2", "greaterthan 2",
         "lessthan 9", "in [1, 2, 'b']", "in('abc')", "sameas none", "sameas true", "in l"]
TEXT_METHODS = ["upper()", "lower()", "title()", "capitalize()", "strip()", "lstrip()", "rstrip('d ')", "split()", "split(',')",
                "split(' ', 1)", "rsplit('o', 1)", "splitlines()", "splitlines(true)", "partition(' ')", "rpartition('a')",
                "startswith('a')", "endswith(('d', 'x'))", "replace('o', '0')", "replace('l', 'L', 1)", "find('o')", "rfind('o')",
                "count('o')", "index('e')", "join(['x', 'y'])", "center(14, '*')", "ljust(12, '.')", "rjust(12)", "zfill(8)",
                "swapcase()", "casefold()", "expandtabs(4)", "isdigit()", "isalpha()", "isalnum()", "isupper()", "islower()",
                "istitle()", "isspace()", "isnumeric()", "isdecimal()", "isascii()", "isprintable()", "isidentifier()",
                "removeprefix('He')", "removesuffix('d')", "format(1, a=2)", "find('o', 5)", "count('l', 2, 9)", "strip('Hd')",
                "startswith('e', 1)", "translate({72: 'J', 101: none})", "split('', 1)", "join(l)", "nosuch()", "format_map({'a': 1})"]
DICT_METHODS = ["keys()", "values()", "items()", "get('a')", "get('zz', 5)", "copy()", "keys() | list", "values() | list",
                "items() | list", "pop('a')", "update({'q': 1})", "items", "keys", "get", "fromkeys(['a', 'b'], 1)"]
LIST_METHODS = ["index(1)", "count(1)", "copy()", "append(1)", "sort()", "index('zz')", "pop()", "insert(0, 1)"]
LOOP = ["loop.index", "loop.index0", "loop.first", "loop.last", "loop.length", "loop.revindex", "loop.revindex0", "loop.previtem",
        "loop.nextitem", "loop.cycle('a', 'b')", "loop.changed(v)", "loop.depth", "loop.depth0", "loop"]
FORMATS = ["'%s' % ", "'%d' % ", "'%5.2f|' % ", "'%r' % ", "'%x' % ", "'%-6s|' % ", "'%05d' % ", "'%+.1e' % ", "'%g' % ", "'%c' % ",
           "'%(role)s' % ", "'%o' % ", "'%#x' % ", "'%10.3s|' % ", "'%i%%' % ", "'%a' % ", "'x' % ", "'%G' % ", "'% d' % ", "'%.3d' % "]
SPECS = [">8", "<8", "^9", "*^9", "05", "+", ",", ".2f", "e", "x", "b", "%", "g", ".3", "_", "08.3f", "#x", "c", "d", "s", "=+9",
         "10,.2f", " ", "n", "!>3", ".10g", "o", "X", "G", "#b", "_x", "012,d", ""]
TEXTS = ["", " ", "\n", "text", "<|im_start|>", "a\n  ", "  b  ", "\n\n", "{ x }", "user:\n", "%s", "é🙂", "\t", "'", "\"quoted\"", "}}"]
STRINGS = ["''", "'a'", "\"it's\"", "'<i>'", "'é'", "'a b'", "'\\n'", "'x,y'", "'%s'", "'\\t|'", "'12'", "'3.7'", "'0x1f'", "' 5 '",
           "'user'", "'ß'", "'{0}'", "'\\x41\\u00e9'", "'a' 'b'", "'-'", "'1_000'", "'nan'", "'inf'", "'ABC'"]
PIECES = ["word", "a", "well-known", "e-mail", "--", "-", " ", "  ", "\n", "\t", ".", ", ", "(", ")", "!", "'", '"', "<b>", "</b>", "<br/>", "<!-- c -->", "<", ">",
          "&amp;", "&lt;", "&#39;", "&#x41;", "&eacute", "&notit;", "&", "http://example.com", "https://a.b/c?d=e#f", "www.example.org", "me@example.net", "mailto:x@y.zz",
          "example.com", "(http://x.yz)", "<http://a.bc>,", "http://1.2.3.4:80/", "ftp://x.y", "é", "ß", "Σ", "ﬁ", "İ", "ǆ", "漢字", "🙂", "12", "3.5", "_", "%", "%20", "{", "}",
          "ABC", "Mixed Case", "x=y", "/", "\\", "\r\n", "\u00a0", "\u2028", "\x0b", "aaaaaaaaaaaaaaaaaaaa", "the quick brown fox", "don't", "O'Neil", "ᾳ", "ŉ", "½", "²", "٣"]
NUMBERS = ["0", "1", "2", "3", "-1", "10", "0.5", "1.5", "2.0", "-2.5", "100", "7", "1e3", "1_000", "0x1F", "0b101", "0o17", "3.14159",
           "12345678901234567890", "1e16", "1e-5", "255", "4", "5"]


class Grammar:
    """Writes one template after the other; the seed decides all of them."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.local = []
        self.macros = []
        self.depth = 0
        self.loops = 0
        self.blocks = []
        self.namespaces = []

    def pick(self, choices):
        return self.random.choice(choices)

    def chance(self, probability):
        return self.random.random() < probability

    def template(self):
        """A template and the variables it is rendered with."""
        self.local, self.macros, self.loops, self.blocks, self.namespaces = [], [], 0, [], []
        variables = self.pick(CONTEXTS)
        kind = self.random.random()
        if kind < 0.45:
            text = self.print(self.random.randint(1, 4))
        elif kind < 0.6:
            text = "".join(self.print(2) + self.pick(TEXTS) for _ in range(self.random.randint(1, 3)))
        else:
            text = self.body(self.random.randint(2, 4), self.random.randint(1, 3))
        if self.chance(0.01):
            text = self.damaged(text)
        return text, variables

    def damaged(self, text):
        at = self.random.randrange(len(text) + 1)
        return text[:at] + self.pick(["{", "}", "%", "'", "(", "]", "{{", "%}", "|", "", "-", "#}"]) + text[at + self.random.randint(0, 2):]

    # Statements

    def body(self, count, depth):
        return "".join(self.statement(depth) for _ in range(count))

    def tag(self, inside, close=False):
        open_ = self.pick(["{% ", "{% ", "{% ", "{%- ", "{%-", "{%+ "]) if not self.chance(0.5) else "{% "
        end = self.pick([" %}", " %}", " -%}", "-%}", " +%}", "%}"]) if self.chance(0.4) else " %}"
        return open_ + inside + end

    def print(self, depth):
        open_, end = self.pick([("{{ ", " }}")] * 6 + [("{{- ", " }}"), ("{{ ", " -}}"), ("{{-", "-}}"), ("{{+ ", "}}")])
        return open_ + self.expression(depth) + end

    def text(self):
        return self.pick(TEXTS)

    def name(self):
        return self.pick(self.local) if self.local and self.chance(0.5) else self.pick(["v", "w", "y", "z", "x", "l", "s"])

    def statement(self, depth):
        if depth <= 0:
            return self.print(2) if self.chance(0.6) else self.text()
        choices = [(10, self.plain), (6, self.if_), (8, self.for_), (5, self.set_), (2, self.set_block), (2, self.with_), (3, self.macro),
                   (2 if self.macros else 0, self.call_macro), (1 if self.macros else 0, self.call_block), (2, self.filter_block), (1, self.autoescape), (1, self.block), (1, self.raw),
                   (1, self.comment), (1, self.generation), (2, self.namespace), (1, self.jump), (1, self.recursive), (0.3, self.other),
                   (1, self.print_tag), (1, self.helper)]
        weights, functions = zip(*choices)
        return self.random.choices(functions, weights)[0](depth)

    def plain(self, depth):
        return self.text() + self.print(depth) + self.text()

    def inner(self, depth, function=False):
        """A body in a scope of its own."""
        local, loops = list(self.local), self.loops
        if function:
            self.loops = 0
        text = self.text() + self.body(self.random.randint(1, 2), depth - 1)
        self.local, self.loops = local, loops
        return text

    def if_(self, depth):
        text = self.tag("if " + self.condition(depth)) + self.text() + self.body(1, depth - 1)
        while self.chance(0.25):
            text += self.tag("elif " + self.condition(depth)) + self.body(1, depth - 1)
        if self.chance(0.4):
            text += self.tag("else") + self.body(1, depth - 1)
        return text + self.tag("endif")

    def for_(self, depth):
        local = list(self.local)
        target, iterable = self.pick([("v", self.expression(2, "list")), ("v", self.pick(["l", "m", "tree", "d", "s", "range(3)", "e", "n", "q"])),
                                      ("v", "l"), ("v", "m"), ("k, v", "d.items()"), ("k, v", "d | dictsort"), ("k, v", "d | items"),
                                      ("v", "l | select"), ("a, b", "[[1, 2], (3, 4)]"), ("v", "m | map(attribute='role')"),
                                      ("v", "range(i)"), ("v", "l | batch(2)"), ("(a, b), c", "[((1, 2), 3)]"), ("v", "l, s")])
        if iterable == "range(i)":
            iterable = "range(4)"
        test = " if " + self.condition(1, [name.strip(" ()") for name in target.split(",")]) if self.chance(0.25) else ""
        text = self.tag(f"for {target} in {iterable}{test}")
        self.local += [name.strip(" ()") for name in target.split(",")]
        self.loops += 1
        text += self.text() + self.body(self.random.randint(1, 2), depth - 1)
        if self.chance(0.5):
            text += "{{ " + self.pick(LOOP) + " }}"
        self.loops -= 1
        self.local = local
        if self.chance(0.25):
            text += self.tag("else") + self.body(1, depth - 1)
        return text + self.tag("endfor")

    def recursive(self, depth):
        self.loops += 1
        local = list(self.local)
        self.local.append("v")
        condition = self.pick(["", " if v.c", " if v"])
        text = (self.tag("for v in tree" + condition + " recursive") + "[{{ v.v }}" + self.pick(["", "{{ loop.depth }}", "{{ loop.index }}", "{{ loop.last }}"])
                + self.pick(["{{ loop(v.c) }}", "{% if v.c %}{{ loop(v.c) | upper }}{% endif %}", "{{ loop(v.c | reverse) }}", "{{ loop(v.c or []) }}"])
                + "]" + self.pick(["", "{% else %}none"]) + self.tag("endfor"))
        self.loops -= 1
        self.local = local
        return text

    def jump(self, depth):
        if self.loops == 0 and not self.chance(0.05):
            return self.plain(depth)
        return self.tag("if " + self.condition(1)) + self.tag(self.pick(["break", "continue"])) + self.tag("endif")

    def set_(self, depth):
        name = self.name()
        if self.chance(0.15):
            text = self.tag(f"set {name}, w = {self.pick(['1, 2', '[3, 4]', 'l', 's[:2]', 'd.items()'])}")
            self.local += [name, "w"]
            return text
        value = self.expression(depth) if self.chance(0.8) else self.expression(1) + ", " + self.expression(1)
        self.local.append(name)
        return self.tag(f"set {name} = {value}")

    def set_block(self, depth):
        name = self.name()
        filters = " | " + self.filter("text") if self.chance(0.3) else ""
        body = self.inner(depth)
        self.local.append(name)
        return self.tag(f"set {name}{filters}") + body + self.tag("endset") + self.pick(["", "{{ " + name + " }}"])

    def with_(self, depth):
        local = list(self.local)
        name = self.name()
        text = self.tag(self.pick([f"with {name} = {self.expression(2)}", f"with {name} = {self.expression(1)}, w = {name}", "with"]))
        self.local += [name]
        text += self.body(1, depth - 1)
        self.local = local
        return text + self.tag("endwith")

    def macro(self, depth):
        name = self.pick(["f", "g"])
        parameters = self.pick(["", "a", "a, b=2", "a=l, b=a", "a, caller=none", "a=none"])
        local = list(self.local)
        self.local += [p.split("=")[0].strip() for p in parameters.split(",") if p]
        special = self.pick(["", "", "", "{{ varargs }}", "{{ kwargs }}", "{{ caller() }}", "{{ caller }}"])
        loops, self.loops = self.loops, 0
        text = self.tag(f"macro {name}({parameters})") + self.text() + self.body(1, depth - 1) + special + self.tag("endmacro")
        self.loops = loops
        self.local = local
        self.macros.append(name)
        return text + (self.call_macro(depth) if self.chance(0.7) else "")

    def macro_call(self):
        name = self.pick(self.macros) if self.macros and self.chance(0.97) else "f"
        return name + self.pick(["()", "(1)", "('x', b=3)", "(1, 2)", "(1, 2, 3)", "(a=s)", "(1, z=4)", "(*l)", "(**d)", "(s)", "(l, c='q')"])

    def call_macro(self, depth):
        extra = self.pick(["", "", "", " | upper", " | trim", ".upper()", " | length", ".name", " ~ 1"])
        return "{{ " + self.macro_call() + extra + " }}"

    def call_block(self, depth):
        parameters = self.pick(["", "", "(u)", "(u=1)"])
        return self.tag(f"call{parameters} {self.macro_call()}") + self.inner(depth, True) + self.tag("endcall")

    def filter_block(self, depth):
        return self.tag("filter " + self.filter("text")) + self.inner(depth) + self.tag("endfilter")

    def autoescape(self, depth):
        on = self.pick(["true", "false", "true", "t", "i > 1"])
        return self.tag(f"autoescape {on}") + self.inner(depth) + "{{ html }}" + self.pick(["", "{{ html | safe }}", "{{ '<' ~ (s | e) }}", "{{ ['<', s | e] | join('>') }}", "{{ html | replace('b', '<') }}"]) + self.tag("endautoescape")

    def block(self, depth):
        name = f"b{len(self.blocks)}"
        self.blocks.append(name)
        scoped = self.pick(["", "", " scoped"])
        loops, self.loops = self.loops, 0
        text = self.tag(f"block {name}{scoped}") + self.body(1, depth - 1) + self.tag("endblock")
        self.loops = loops
        return text + self.pick(["", "", "{{ self." + name + "() }}"])

    def raw(self, depth):
        return self.tag("raw") + self.pick(["{{ x }}", " {% if %} ", "\n a \n", ""]) + self.tag("endraw") + self.text()

    def comment(self, depth):
        return self.pick(["{# c #}", "{#- c -#}", "{# a\nb #}\n", "  {#+ c #}", "{# {{ x }} #}", "{##}"]) + self.text()

    def generation(self, depth):
        return self.tag("generation") + self.inner(depth, True) + self.tag("endgeneration")

    def namespace(self, depth):
        if not self.namespaces or self.chance(0.3):
            self.namespaces.append("ns")
            return self.tag("set ns = namespace(" + self.pick(["a=1", "a='', b=l", "d", "", "a=0, c=none"]) + ")")
        return self.pick([self.tag("set ns.a = " + self.expression(2)), self.tag("set ns.a = ns.a + 1"), self.tag("set ns.b = ns.a ~ 'x'"), "{{ ns.a }}",
                          "{{ ns.zz }}", "{{ ns }}", "{{ ns.a is defined }}", self.tag("set ns.c") + "t" + self.tag("endset"), "{{ ns['a'] }}"])

    def other(self, depth):
        return self.tag(self.pick(["include 'x'", "import 'x' as y", "from 'x' import y", "do x", "extends 'x'", "include [] ignore missing", "endif", "nosuch"]))

    def print_tag(self, depth):
        return self.tag("print " + self.expression(1) + self.pick(["", ", " + self.expression(1)]))

    def helper(self, depth):
        return self.pick(["{% set j = joiner() %}{% for v in l %}{{ j() }}{{ v }}{% endfor %}", "{% set c = cycler('a', 'b', 'c') %}{{ c.next() }}{{ c.current }}{{ c.next() }}{{ c.reset() }}{{ c.next() }}",
                          "{{ strftime_now('%d %b %Y') }}", "{{ raise_exception('no') }}", "{{ dict(a=1, **d) }}", "{{ dict([['a', 1], ('b', 2)]) }}",
                          "{{ range(1, 9, 3) | list }}{{ range(3) }}", "{{ lipsum is defined }}", "{{ cycler is callable }}", "{{ joiner('|') is callable }}",
                          "{{ range(3)[1:] }}", "{{ dict(l) }}", "{{ joiner }}" if self.chance(0.05) else "", "{{ range(5, 0, -2) | list }}"])

    # Expressions

    def condition(self, depth, names=()):
        if names and self.chance(0.7):
            name = self.pick(list(names))
            return name + self.pick([" is defined", " > 1", "", " is not none", ".role == 'user'", " != 2", " in l", " is string"])
        return self.pick([self.expression(depth), self.variable() + " is " + self.pick(["", "not "]) + self.pick(TESTS), self.variable(), self.pick(["true", "false", "not t", "i > 2", "loop.first", "v"]),
                          f"{self.expression(1)} {self.pick(['==', '!=', 'in', 'not in', '<', '>='])} {self.expression(1)}"])

    def variable(self, kind="any"):
        if self.local and self.chance(0.5):
            return self.pick(self.local)
        if self.chance(0.03):
            return self.pick(["nosuch", "nosuch.x", "loop", "self", "none", "caller"])
        return self.pick(KIND[kind])

    def random_text(self):
        """A literal of a text made of pieces that filters treat in a special way."""
        text = "".join(self.pick(PIECES) for _ in range(self.random.randint(1, 9)))
        text = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
        return "'" + text + "'"

    def spec(self):
        """A format specification, mostly a valid one."""
        r = self.random
        align = self.pick(["", "", "", "<", ">", "^", "=", "*<", "0>", "é^", " ="])
        return (align + self.pick(["", "", "", "+", "-", " "]) + self.pick(["", "", "", "#"]) + self.pick(["", "", "0"]) + self.pick(["", "", str(r.randint(0, 15))])
                + self.pick(["", "", "", ",", "_"]) + self.pick(["", "", "." + str(r.randint(0, 8))]) + self.pick(["", "", "d", "f", "e", "g", "s", "x", "%", "b", "o", "c", "n", "E", "F", "G", "X"]))

    def percent(self):
        r = self.random
        flags = "".join(self.pick(["", "", "-", "+", " ", "#", "0"]) for _ in range(2))
        return ("'" + self.pick(["", "<"]) + "%" + flags + self.pick(["", "", str(r.randint(0, 12)), "*"]) + self.pick(["", "", "." + str(r.randint(0, 8)), "."])
                + self.pick(["", "", "l"]) + self.pick("sdifegxXorcaEGFus") + self.pick(["", ">", "%%"]) + "' % ")

    def literal(self, kind):
        if kind == "text":
            return self.pick(STRINGS) if self.chance(0.5) else self.random_text()
        if kind == "number":
            return self.pick(NUMBERS)
        if kind == "list":
            items = ", ".join(self.expression(0) for _ in range(self.random.randint(0, 3)))
            return self.pick(["[" + items + "]", "(" + items + (",)" if items else ")"), "range(" + str(self.random.randint(0, 4)) + ")"])
        if kind == "dict":
            return self.pick(["{}", "{'a': 1}", "{'a': 1, 'b': [2]}", "{1: 'a', true: 'b'}", "{'x': none, 'y': 'z'}", "{1.0: 'f', 1: 'g', 2: 'h'}",
                              "{'k': " + self.expression(0) + "}", "{(1, 2): 3}", "{[1]: 2}" if self.chance(0.1) else "{'b': 2, 'a': 1, 'C': 3}"])
        return self.pick(["none", "true", "false", self.pick(STRINGS), self.pick(NUMBERS), self.literal("list"), self.literal("dict")])

    def kind(self):
        return self.random.choices(["text", "number", "list", "dict", "any"], [5, 4, 4, 2, 2])[0]

    def expression(self, depth, kind=None):
        kind = kind or self.kind()
        if depth <= 0:
            return self.variable(kind) if self.chance(0.65) else self.literal(kind)
        choices = [(7, self.filtered), (3, self.method), (3, self.operation), (2, self.subscript), (1.5, self.test), (1, self.comparison),
                   (1, self.conditional), (1, self.format), (1, self.logical), (0.8, self.concat), (2, self.plain_value), (0.7, self.attribute),
                   (0.4, self.sign)]
        weights, functions = zip(*choices)
        return self.random.choices(functions, weights)[0](depth, kind)

    def plain_value(self, depth, kind):
        return self.expression(0, kind)

    def bracket(self, expression):
        simple = expression.replace("_", "").isalnum() or self.chance(0.2)
        return expression if simple else "(" + expression + ")"

    def filtered(self, depth, kind):
        """Filters behind each other, each of which mostly fits what the one before it makes."""
        current = self.pick([kind, kind, "text", "list"])
        text = self.bracket(self.expression(depth - 1, current))
        for _ in range(self.random.choice([1, 1, 1, 2, 2, 3, 4])):
            added = self.filter(current if self.chance(0.93) else self.kind())
            text += " | " + added
            name = re.match(r"\w*", added.rsplit("| ", 1)[-1]).group()
            made = [result for result, names in RESULTS.items() if name in names]
            current = made[0] if made and name != "reverse" else current if name in ("reverse", "default", "d") else "text"
        return text

    def filter(self, kind):
        plain = {"text": TEXT_FILTERS, "list": LIST_FILTERS, "dict": DICT_FILTERS, "number": NUMBER_FILTERS}.get(kind)
        if plain is None:
            plain = self.pick([TEXT_FILTERS, LIST_FILTERS, DICT_FILTERS, NUMBER_FILTERS])
        return self.pick(plain) if self.chance(0.5) else self.filter_with_arguments(kind)

    def filter_with_arguments(self, kind):
        r = self.random
        text = [lambda: f"truncate({r.randint(0, 20)}{self.pick(['', ', true', ', false, ' + repr(self.pick(['', '..', '…'])), ', leeway=0', ', true, end=' + repr('>')])})",
                lambda: f"wordwrap({r.randint(1, 20)}{self.pick(['', ', false', ', true, ' + repr('|'), ', break_on_hyphens=false', ', wrapstring=s'])})",
                lambda: f"indent({self.pick(['2', '0', repr('> '), '4, true', '2, false, true', 'first=true', 'x', 'n', 'blank=true', 'width=3, first=true'])})",
                lambda: f"center({r.randint(0, 30)})", lambda: f"replace({self.pick(STRINGS)}, {self.pick(STRINGS)}{self.pick(['', ', 1', ', 0', ', none'])})",
                lambda: f"trim({self.pick(['', repr('abc '), 'none', repr('<>')])})", lambda: f"int({self.pick(['5', '0, 16', 'base=2', 'default=none', '0, 0', '-1, 8'])})",
                lambda: f"float({self.pick(['1.5', 'none', 'default=-1.0'])})", lambda: f"format({self.pick(['1', repr('a'), '1, 2', 'a=1', 'l', '*l', ''])})",
                lambda: f"default({self.pick([repr('d'), repr('d') + ', true', '0', 'n', 'boolean=true'])})", lambda: f"urlize({self.pick(['10', 'nofollow=true', 'target=' + repr('_blank'), 'rel=' + repr('me x'), '5, true', 'extra_schemes=[' + repr('ftp:') + ']'])})",
                lambda: f"slice({r.randint(0, 4)}{self.pick(['', ', ' + repr('-')])}) | list", lambda: f"batch({r.randint(0, 4)}{self.pick(['', ', ' + repr('-'), ', none'])}) | list",
                lambda: f"attr({self.pick([repr('upper'), repr('nosuch'), repr('items'), repr('__class__')])})", lambda: f"tojson({self.pick(['indent=2', 'ensure_ascii=true', 'separators=(' + repr(',') + ', ' + repr(':') + ')', 'sort_keys=true'])})",
                lambda: "list | join('-')", lambda: "escape | " + self.pick(["upper", "string", "e", "replace('&', 'x')", "length", "pprint", "list", "first", "last", "title", "trim", "truncate(5)", "wordwrap(5)", "center(20)", "format(1)", "striptags", "indent", "tojson", "reverse"])]
        attribute = lambda: repr(self.pick(ATTRIBUTES))
        sequence = [lambda: f"join({self.pick([repr('-'), repr(', ') + ', attribute=' + attribute(), 'attribute=' + attribute(), 'n', '1'])})",
                    lambda: f"map(attribute={attribute()}{self.pick(['', ', default=' + repr('D')])}) | list", lambda: f"map({self.pick([repr(f) for f in ['upper', 'length', 'string', 'int', 'first', 'nosuch', 'tojson', 'abs', 'list', 'e', 'title']] + ['attribute=0', repr('default') + ', 1', repr('replace') + ', ' + repr('a') + ', ' + repr('b'), '', repr('round') + ', 1', repr('attr') + ', ' + repr('role')])}) | list",
                    lambda: f"{self.pick(['select', 'reject'])}({self.pick([repr(t) for t in ['defined', 'string', 'none', 'odd', 'number', 'mapping', 'nosuch', 'iterable', 'even']] + [repr('gt') + ', 1', repr('equalto') + ', 1', repr('in') + ', [1, 2]', repr('divisibleby') + ', 2', repr('==') + ', none', 'n'])}) | list",
                    lambda: f"{self.pick(['selectattr', 'rejectattr'])}({attribute()}{self.pick(['', ', ' + repr('defined'), ', ' + repr('equalto') + ', ' + repr('user'), ', ' + repr('none'), ', ' + repr('nosuch'), ', ' + repr('string'), ', ' + repr('in') + ', l'])}) | list",
                    lambda: f"sort({self.pick(['true', 'reverse=true', 'attribute=' + attribute(), 'case_sensitive=true', 'false, true', 'attribute=' + repr('role,content')])})",
                    lambda: f"groupby({attribute()}{self.pick(['', ', default=' + repr('D'), ', case_sensitive=true'])})", lambda: f"unique({self.pick(['', 'true', 'attribute=' + attribute(), 'case_sensitive=true'])}) | list",
                    lambda: f"{self.pick(['min', 'max'])}({self.pick(['', 'true', 'attribute=' + attribute(), 'case_sensitive=true'])})", lambda: f"sum({self.pick(['attribute=' + attribute(), 'start=10', 'start=' + repr(''), 'start=[]', attribute(), 'start=0.5'])})",
                    lambda: f"slice({self.pick(['1', '2', '3', '0', '-1', '2, 9', 'n', 'x'])}) | list", lambda: f"batch({self.pick(['1', '2', '3', '0', '2, 9', '4, none', 'n', '2.0', '-1'])}) | list",
                    lambda: f"tojson({self.pick(['indent=2', 'indent=0', 'ensure_ascii=true', 'sort_keys=true', 'separators=(' + repr(',') + ', ' + repr(':') + ')', 'indent=' + repr('--'), 'indent=none', 'true'])})",
                    lambda: "list | first", lambda: "reverse | list", lambda: "unique | list | length", lambda: "batch(2) | map('length') | list", lambda: "select | first", lambda: "map('string') | sort | join", lambda: f"default({self.pick(['[]', repr('') + ', true'])})", lambda: "items | list"]
        dictionary = [lambda: f"dictsort({self.pick(['true', 'by=' + repr('value'), 'reverse=true', 'false, ' + repr('value'), 'by=' + repr('x'), 'case_sensitive=true, reverse=true'])})",
                      lambda: f"xmlattr({self.pick(['', 'true', 'false', 'autospace=false'])})", lambda: "items | list", lambda: "items | map('first') | list", lambda: f"attr({self.pick([repr('keys'), repr('a')])})",
                      lambda: "list | sort | join(',')", lambda: f"tojson(indent={r.randint(0, 4)})", lambda: "tojson(sort_keys=true)", lambda: "dictsort | list | last", lambda: f"map(attribute={attribute()}) | list", lambda: "selectattr(0) | list", lambda: "length",
                      lambda: "items | selectattr(1, 'string') | list", lambda: "reverse | list", lambda: "unique | list", lambda: "batch(2) | list", lambda: "min", lambda: "default({})"]
        number = [lambda: f"round({self.pick(['0', '1', '2', '-1', '-2', '3', '1, ' + repr('floor'), '2, ' + repr('ceil'), 'precision=2', 'method=' + repr('ceil'), 'none', '0, ' + repr('x'), '1.0', '-1, ' + repr('floor')])})",
                  lambda: f"filesizeformat({self.pick(['', 'true', 'binary=true'])})", lambda: f"int({self.pick(['0', 'none', '5, 2'])})", lambda: "string | length", lambda: "abs | int", lambda: "float | string", lambda: f"default({self.pick(['1', '0, true'])})", lambda: "format(1)",
                  lambda: "string | center(9)", lambda: "string | list", lambda: "int | string", lambda: "tojson(indent=1)", lambda: "round | int", lambda: "batch(2) | list", lambda: "slice(2) | list", lambda: "string | urlencode", lambda: "indent(2)", lambda: "truncate(3)", lambda: "wordwrap(3)", lambda: "dictsort", lambda: "xmlattr",
                  lambda: "select | list", lambda: "map('abs') | list", lambda: "groupby('a')"]
        table = {"text": text, "list": sequence, "dict": dictionary, "number": number}
        return self.pick(table.get(kind) or self.pick([text, sequence, dictionary, number]))()

    def method(self, depth, kind):
        if kind in ("text", "any"):
            return self.bracket(self.expression(depth - 1, "text")) + "." + self.pick(TEXT_METHODS)
        if kind == "dict":
            return self.bracket(self.expression(depth - 1, "dict")) + "." + self.pick(DICT_METHODS)
        if kind == "list":
            return self.bracket(self.expression(depth - 1, "list")) + "." + self.pick(LIST_METHODS)
        return self.bracket(self.expression(depth - 1, "number")) + "." + self.pick(["real", "imag", "is_integer()", "bit_length()", "numerator", "conjugate()", "nosuch", "as_integer_ratio()", "denominator"])

    def operation(self, depth, kind):
        operator = self.pick(["+", "-", "*", "/", "//", "%", "+", "*", "**"])
        left, right = self.expression(depth - 1, kind), self.expression(depth - 1, kind if self.chance(0.75) else self.kind())
        if operator == "**":
            return self.bracket(self.expression(0, "number")) + " ** " + self.pick(["2", "0.5", "-1", "3", "0", "10", "x", "2.0", "64", "t"])
        if operator == "*" and kind != "number":
            return f"{self.bracket(left)} * {self.pick(['2', '0', '-1', '3', 't', 'x', 's'])}"
        return f"{self.bracket(left)} {operator} {self.bracket(right)}"

    def subscript(self, depth, kind):
        owner = self.bracket(self.expression(depth - 1, kind if kind != "number" or self.chance(0.2) else "list"))
        index = self.pick(["0", "1", "-1", "5", "'a'", "'role'", ":2", "1:", "::-1", ":-1", "::2", "-2:", "1:3", "i", "n", "t", ":n", "2::-1", "::0", "x", "'x':", "0, 1", "1.0", "big", ":big", "99:", "[0]", "{}", "-9:9", "'items'", "'0'"])
        return f"{owner}[{index}]"

    def attribute(self, depth, kind):
        owner = self.pick(["m[0]", "d", "m", "l", "s", "n", "nosuch", "m | first", "m[-1]", "tree[0]", "x", "loop", self.variable()])
        owner = "(" + owner + ")" if "|" in owner else owner
        return owner + self.pick([".role", ".content", ".a", ".v", ".c", ".items", ".__class__", ".nosuch", ".upper", ".role.upper()", ".content[0]", ".0", ".c.0.v", ".length", "._x", ".append", ".get('a')", ".items()"])

    def test(self, depth, kind):
        return f"{self.bracket(self.expression(depth - 1, kind))} is {self.pick(['', '', 'not '])}{self.pick(TESTS)}"

    def comparison(self, depth, kind):
        text = self.bracket(self.expression(depth - 1, kind))
        for _ in range(self.pick([1, 1, 1, 2])):
            text += f" {self.pick(['==', '!=', '<', '>', '<=', '>=', 'in', 'not in'])} {self.bracket(self.expression(depth - 1, kind if self.chance(0.8) else self.kind()))}"
        return text

    def conditional(self, depth, kind):
        text = f"{self.expression(depth - 1, kind)} if {self.condition(depth - 1)}"
        return text + (f" else {self.expression(depth - 1, kind)}" if self.chance(0.8) else "")

    def format(self, depth, kind):
        if self.chance(0.5):
            return (self.pick(FORMATS) if self.chance(0.4) else self.percent()) + self.bracket(self.pick([self.expression(depth - 1), self.expression(0, "number"), "(" + self.expression(0) + ",)", "m[0]", "(1, 2)", "d", "()"]))
        field = self.pick(["0", "", "a", "0[0]", "a.role", "0!r", "b!s", "a[0]", "0.a", "1", "!a", "0[a]"])
        spec = ":" + (self.pick(SPECS) if self.chance(0.3) else self.spec()) if self.chance(0.75) else ""
        extra = self.pick(["", "{{}}", "{}", "x", "{0:{1}}" if field == "0" else ""])
        return "'" + "{" + field + spec + "}" + extra + "'.format(" + self.pick([self.expression(0), self.expression(0, "number"), "i, 5", "x", "s, 6"]) + ", a=" + self.expression(0) + ", b=l)"

    def logical(self, depth, kind):
        return self.pick([f"{self.expression(depth - 1, kind)} {self.pick(['and', 'or'])} {self.expression(depth - 1, kind)}", f"not {self.expression(depth - 1, kind)}"])

    def concat(self, depth, kind):
        return " ~ ".join(self.bracket(self.expression(depth - 1)) for _ in range(self.pick([2, 2, 3])))

    def sign(self, depth, kind):
        return self.pick(["-", "+", "- -"]) + self.bracket(self.expression(depth - 1, "number"))
