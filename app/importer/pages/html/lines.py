"""Runs of text put together to lines: which are labels, which their values, which neither."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from app.importer.pages.html.form import LONGEST_VALUE, Form
from app.importer.pages.html.runs import ENOUGH, PARAGRAPH, SAME_LINE, Run


class Kind(Enum):
    """What a line is; `ODD` is one among labels that is neither label nor value."""

    LABEL = auto()
    VALUE = auto()
    ODD = auto()
    TEXT = auto()


LABEL, VALUE, ODD, TEXT = Kind
"""The members by themselves: looking them up in their class takes ten times as long."""


@dataclass(slots=True)
class Line:
    """A line of text; `gap`, `level` and `cell` are of the run that it begins with, save that a
    value has a cell only to itself."""

    kind: Kind
    parts: list[str] = field(default_factory=list)
    gap: int = PARAGRAPH
    level: int = 0
    cell: int = 0
    is_known: bool = False

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()


class Lines:
    """The lines of a page; `first` is the first of its label block, None where it has none.

    Once the block has ended, nothing is a label any more.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        self.all: list[Line] = []
        self._first: int | None = None
        self._seen: set[str] = set()
        self._is_over = False
        self._runs = runs
        self._form = Form(runs)
        self.value_gap = self._form.value_gap
        self.end = len(runs)
        """The run that the block ends before."""
        for index, run in enumerate(runs):
            self._take(index, run)

    @property
    def first(self) -> int | None:
        return self._first if len(self._seen) >= ENOUGH else None

    def _take(self, index: int, run: Run) -> None:
        last = self.all[-1] if self.all else Line(TEXT)
        if self._is_over:
            self._take_text(run)
        elif index in self._form.known:
            self._take_label(run)
            self._seen.add(run.key)
        elif self._form.is_unknown(index):
            self._take_label(run)
        elif divided := self._form.divide(run):
            self._take_label(run._replace(text=divided[0]))
            self._add(VALUE, run._replace(text=divided[1]))
        elif last.kind is LABEL and self._is_value(run, last):
            shares_cell = 0 < run.cell == last.cell
            self._add(VALUE, run._replace(cell=0) if shares_cell else run)
        elif last.kind is VALUE and self._is_same_value(run, last):
            last.parts += [" " if run.gap else "", run.text]
        elif last.kind is not TEXT and self._goes_on(index):
            if not run.level:  # a heading among labels is none of them
                self._add(ODD, run)
        else:
            self._end_block(last, index)
            self._take_text(run)

    def _is_value(self, run: Run, label: Line) -> bool:
        return run.gap <= self._form.value_gap or 0 < label.cell == run.cell - 1

    def _is_same_value(self, run: Run, last: Line) -> bool:
        return run.gap == SAME_LINE or 0 < run.cell == last.cell

    def _take_label(self, run: Run) -> None:
        last = self.all[-1] if self.all else None
        if last and last.kind is LABEL and not (last.is_known and run.key):
            self.all.append(Line(VALUE))
        if self._first is None:
            self._first = len(self.all)
        self._add(LABEL, run)

    def _take_text(self, run: Run) -> None:
        if run.gap == SAME_LINE and self.all and self.all[-1].kind is TEXT:
            self.all[-1].parts.append(run.text)
        else:
            self._add(TEXT, run)

    def _goes_on(self, index: int) -> bool:
        """Whether a label that has not come yet follows behind at most one further odd run."""
        new = [
            near
            for near in (index + 1, index + 2)
            if near in self._form.known and self._runs[near].key not in self._seen
        ]
        return bool(new) and all(
            len(run.text) <= LONGEST_VALUE for run in self._runs[index : new[0]]
        )

    def _end_block(self, last: Line, index: int) -> None:
        """Running text: the block is over, or what looked like one was none."""
        if last.kind is LABEL:
            self.all.append(Line(VALUE))
        if len(self._seen) >= ENOUGH:
            self._is_over, self.end = True, index
        else:
            self._first = None
            self._seen.clear()

    def _add(self, kind: Kind, run: Run) -> None:
        is_item = run.bullet and kind is TEXT and run.text.lstrip()[:1] not in "-•–*"
        parts = ["- ", run.text.lstrip()] if is_item else [run.text]
        self.all.append(Line(kind, parts, run.gap, run.level, run.cell, bool(run.key)))
