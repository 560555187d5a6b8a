"""The text of `$filter` → a tree of what it says (part 2, 5.1.1); knows no field yet.

One reading from left to right: what binds tighter stands deeper. Raises `Misread` at the first word
that makes no sense; what is OData but not offered here is said to be so.
"""

from dataclasses import dataclass
from typing import Literal as OneOf

from app.faults import ValueRefused, quoted
from app.query.nearest import nearest
from app.query.odata.functions import FUNCTIONS, NOT_OFFERED, OTHER_FUNCTIONS
from app.query.odata.nodes import (
    Call,
    Comparison,
    Junction,
    Literal,
    Membership,
    Name,
    Negation,
    Node,
)
from app.query.odata.tokens import Misread, Token, not_offered, read_tokens

MAX_NESTED = 80
"""Parentheses and `not` within one another: what follows reads a tree so deep by recursion."""
COMPARISONS = ("eq", "ne", "gt", "ge", "lt", "le")
OPERATORS_NOT_OFFERED = ("has", "add", "sub", "mul", "div", "divby", "mod")
_JOINING = ("and", "or", "in", "not", *COMPARISONS)


def parse_expression(text: str) -> Node:
    """The tree of a whole text; raises `Misread`, or `ValueRefused` where it is too long."""
    parser = Parser(read_tokens(text))
    node = parser.expression()
    parser.expect_end()
    return node


@dataclass(slots=True)
class Parser:
    """Goes through the words once; `$apply` reads its own parts by it too."""

    tokens: list[Token]
    place: int = 0
    depth: int = 0

    @property
    def token(self) -> Token:
        """The word that comes next."""
        return self.tokens[self.place]

    def take(self) -> Token:
        """The next word, which is read by that."""
        token = self.token
        if token.kind != "end":
            self.place += 1
        return token

    def takes(self, *words: str) -> bool:
        """Whether the next word is one of these, which is read by that."""
        found = self.token.kind in {"name", "mark"} and self.token.text in words
        self.place += found
        return found

    def expect(self, word: str) -> None:
        """Reads this word; raises `Misread` where another stands."""
        if not self.takes(word):
            raise self.refused(f"{quoted(word)} was expected")

    def expect_end(self) -> None:
        """Raises `Misread` where anything is left."""
        if self.token.kind != "end":
            raise self.refused('"and" or "or" was expected')

    def name(self, what: str) -> Token:
        """The next word, a name."""
        if self.token.kind != "name":
            raise self.refused(f"{what} was expected")
        return self.take()

    def expression(self) -> Node:
        """Conditions joined by `or`."""
        return self._joined("or")

    def _joined(self, word: OneOf["and", "or"]) -> Node:
        at = self.token.at
        parts = [self._part_of(word)]
        while self.takes(word):
            parts.append(self._part_of(word))
        return parts[0] if len(parts) == 1 else Junction(word, tuple(parts), at)

    def _part_of(self, word: str) -> Node:
        return self._joined("and") if word == "or" else self._term()

    def _term(self) -> Node:
        negations = []
        while self.token.kind == "name" and self.token.text == "not":
            negations.append(self.take().at)
            self._deepen()
        node = self._operand()
        self.depth -= len(negations)
        if not negations:
            return self._compared(node)
        if self.token.text in COMPARISONS:
            refused = ValueRefused("bad-value", "not binds tighter than a comparison.", "not (…)")
            raise Misread(self.token.at, refused)
        for at in reversed(negations):
            node = Negation(node, at)
        return node

    def _compared(self, left: Node) -> Node:
        token = self.token
        if self.takes("in"):
            return Membership(left, self._list(), left.at)
        if self.takes(*COMPARISONS):
            return Comparison(token.text, left, self._operand(), left.at)
        if token.kind == "name" and token.text in OPERATORS_NOT_OFFERED:
            raise Misread(token.at, not_offered(f"The operator {token.text}"))
        return left

    def _list(self) -> tuple[Literal, ...]:
        self.expect("(")
        values = [self._literal()]
        while self.takes(","):
            values.append(self._literal())
        self.expect(")")
        return tuple(values)

    def _literal(self) -> Literal:
        if self.token.kind != "literal":
            raise self.refused("A value was expected")
        token = self.take()
        return Literal(token.value, token.at)

    def _operand(self) -> Node:
        token = self.token
        if token.kind == "literal":
            return self._literal()
        if self.takes("("):
            node = self._within()
            self.expect(")")
            return node
        if token.kind == "name" and token.text not in _JOINING:
            self.take()
            return self._call(token) if self.takes("(") else _property(token)
        raise self.refused("A property, a function or a value was expected")

    def _call(self, token: Token) -> Node:
        _check_function(token)
        parts: list[Node] = []
        if not self.takes(")"):
            parts.append(self._within())
            while self.takes(","):
                parts.append(self._within())
            self.expect(")")
        wanted = FUNCTIONS[token.text].takes if token.text in FUNCTIONS else len(parts)
        if len(parts) != wanted:
            refused = ValueRefused("bad-value", f"{token.text} takes {wanted} operands.")
            raise Misread(token.at, refused)
        return Call(token.text, tuple(parts), token.at)

    def _within(self) -> Node:
        self._deepen()
        node = self.expression()
        self.depth -= 1
        return node

    def _deepen(self) -> None:
        if self.depth == MAX_NESTED:
            detail = f"At most {MAX_NESTED} parentheses and not stand within one another."
            raise Misread(self.token.at, ValueRefused("too-long", detail))
        self.depth += 1

    def refused(self, expected: str) -> Misread:
        """The refusal of the next word."""
        token = self.token
        found = f"{quoted(token.text)} stands there" if token.text else "nothing follows"
        word = token.text.lower()
        meant = _WRITTEN_ELSE.get(word) or (word if word in _JOINING else None)
        hint = meant if meant != token.text else None
        refused = ValueRefused("bad-value", f"{expected}, but {found}.", hint)
        return Misread(token.at, refused)


_WRITTEN_ELSE = {"gte": "ge", "lte": "le", "neq": "ne", "equals": "eq", "=": "eq", "is": "eq"}
"""What operators are called elsewhere."""


def _property(token: Token) -> Name:
    if _leads_on(token):
        raise _path(token)
    return Name(token.text, token.at)


def _leads_on(token: Token) -> bool:
    """Whether it names something other than a property or a function."""
    return "/" in token.text or token.text[0] in "$@"


def _path(token: Token) -> Misread:
    refused = not_offered(f"{quoted(token.text)}: a path, a parameter or a variable")
    return Misread(token.at, refused)


def _check_function(token: Token) -> None:
    """Raises `Misread` where there is no such function, here or elsewhere."""
    name, allowed = token.text, tuple(FUNCTIONS)
    if name in FUNCTIONS or name in NOT_OFFERED:
        return
    last = name.rpartition("/")[2]
    if last in NOT_OFFERED:
        raise Misread(token.at, not_offered(f"The function {last}", None, allowed))
    if _leads_on(token):
        raise _path(token)
    hint = OTHER_FUNCTIONS.get(name.lower()) or nearest(name.lower(), (*allowed, *NOT_OFFERED))
    detail = f"There is no function {quoted(name)}."
    raise Misread(token.at, ValueRefused("unknown-operator", detail, hint, allowed))
