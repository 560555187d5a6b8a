"""The text of `$apply` → its parts (Data Aggregation 4.0, 3): filters, one grouping with its
figures, filters of those. Raises `Misread` at the first word that makes no sense.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from app.faults import ValueRefused, quoted
from app.query.nearest import nearest
from app.query.odata.expression import OPERATORS_NOT_OFFERED, Parser
from app.query.odata.nodes import Name, Node
from app.query.odata.tokens import Misread, Token, not_offered, read_tokens

METHODS = {"sum": "sum", "average": "avg", "min": "min", "max": "max", "countdistinct": "distinct"}
"""Ways to aggregate by their names in the query model."""
TRANSFORMATIONS = ("filter", "groupby", "aggregate")
_NOT_OFFERED = (
    "identity", "compute", "concat", "expand", "search", "topcount", "topsum", "toppercent",
    "bottomcount", "bottomsum", "bottompercent", "orderby", "skip", "top", "join", "outerjoin",
    "nest", "addnested", "rollup", "rolluprecursive", "ancestors", "descendants", "traverse",
)  # fmt: skip
_FURTHER = ("from", *OPERATORS_NOT_OFFERED)
"""What a figure may go on with, and is not offered."""
_COUNT = "$count"


class Figure(NamedTuple):
    """A figure and what it is called; `method` is a word of the query model, `name` a property."""

    method: str
    name: str
    alias: str
    at: int


@dataclass(slots=True)
class Apply:
    """What is grouped, and which groups are kept."""

    filters: list[Node] = field(default_factory=list)
    keys: tuple[Name, ...] = ()
    figures: tuple[Figure, ...] = ()
    kept: list[Node] = field(default_factory=list)


def parse_apply(text: str) -> Apply:
    """The parts of a whole text."""
    reading = _Reading(Parser(read_tokens(text)))
    return reading.all()


@dataclass(slots=True)
class _Reading:
    parser: Parser
    found: Apply = field(default_factory=Apply)
    grouped: bool = False

    def all(self) -> Apply:
        """Every transformation, one behind the other."""
        self._transformation()
        while self.parser.takes("/"):
            self._transformation()
        if self.parser.token.kind != "end":
            raise self.parser.refused('"/" was expected')
        if not self.grouped:
            raise not_offered("$apply without groupby or aggregate", "$filter")
        return self.found

    def _transformation(self) -> None:
        token = self.parser.name("A transformation")
        if token.text not in TRANSFORMATIONS:
            raise Misread(token.at, _unknown(token.text))
        if self.grouped and token.text != "filter":
            raise Misread(token.at, not_offered(f"{token.text} of what is grouped already"))
        self.parser.expect("(")
        if token.text == "filter":
            node = self.parser.expression()
            (self.found.kept if self.grouped else self.found.filters).append(node)
        else:
            self.grouped = True
            self.found.keys = self._keys() if token.text == "groupby" else ()
            self.found.figures = self._figures(token)
        self.parser.expect(")")

    def _keys(self) -> tuple[Name, ...]:
        self.parser.expect("(")
        keys = [self._key()]
        while self.parser.takes(","):
            keys.append(self._key())
        self.parser.expect(")")
        return tuple(keys)

    def _figures(self, token: Token) -> tuple[Figure, ...]:
        if token.text == "groupby":
            if not self.parser.takes(","):
                return ()
            self._expect("aggregate", (*_NOT_OFFERED, *TRANSFORMATIONS))
            self.parser.expect("(")
        figures = [self._figure()]
        while self.parser.takes(","):
            figures.append(self._figure())
        if token.text == "groupby":
            self.parser.expect(")")
        return tuple(figures)

    def _figure(self) -> Figure:
        if self.parser.token.text == "(":
            raise Misread(self.parser.token.at, not_offered("An expression in a figure"))
        token = self.parser.name("A property or $count")
        method, name = "count", ""
        if token.text != _COUNT:
            name = _plain(token).name
            self._expect("with", _FURTHER)
            word = self.parser.name("A way to aggregate")
            if word.text not in METHODS:
                raise Misread(word.at, _no_method(word.text))
            method = METHODS[word.text]
        self._expect("as", _FURTHER)
        alias = _plain(self.parser.name("A name for the figure"))
        return Figure(method, name, alias.name, token.at)

    def _key(self) -> Name:
        token = self.parser.name("A property")
        if token.text in _NOT_OFFERED and self.parser.token.text == "(":
            raise Misread(token.at, not_offered(f"{token.text} as a key"))
        return _plain(token)

    def _expect(self, word: str, sound: tuple[str, ...]) -> None:
        """Reads this word; of others that could stand there says that they are not offered."""
        token = self.parser.token
        if token.text in sound and token.text != word:
            raise Misread(token.at, not_offered(f"{token.text} in this place"))
        self.parser.expect(word)


def _plain(token: Token) -> Name:
    if not token.text.isidentifier():
        raise Misread(token.at, not_offered(f"The expression {quoted(token.text)}"))
    return Name(token.text, token.at)


def _unknown(text: str) -> ValueRefused:
    name = text.partition("/")[0]  # "identity/groupby" is one word
    if name in _NOT_OFFERED:
        return not_offered(f"The transformation {name}", None, TRANSFORMATIONS)
    hint = nearest(name, TRANSFORMATIONS)
    detail = f"There is no transformation {quoted(name)}."
    return ValueRefused("unknown-operator", detail, hint, TRANSFORMATIONS)


def _no_method(word: str) -> ValueRefused:
    hint = {"avg": "average", "mean": "average", "distinct": "countdistinct"}.get(word)
    allowed = tuple(METHODS)
    if "." in word:
        return not_offered(f"The custom aggregation {quoted(word)}", hint, allowed)
    detail = f"There is no aggregation {quoted(word)}."
    return ValueRefused("unknown-operator", detail, hint or nearest(word, METHODS), allowed)
