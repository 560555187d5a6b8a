"""Invented pages: written from facts in any of the layouts, and whole strategies of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from hypothesis import strategies as st

from tests.conftest import GOLDEN

SAMPLES = sorted((GOLDEN / "pages").glob("*.txt"))
NAMES = ("Nya vägar", "Bron", "nya VÄGAR", "Kurser - för alla")
OWNERS = ("Exempelkommunen", "EXEMPELKOMMUNEN", "Påhittade föreningen", "Studieförbundet Exemplet")
NUMBERS = ("2020/00001", "2020/00002", "2020-00001", "22-001-S01")
ORGANISATION_NUMBERS = ("2120003005", "212000-3005", "2021005489", "8001011234", "12")
SPANS = (
    "2020-01-01 - 2020-12-31",
    "2020-06-01 - 2021-05-31",
    "2022-01-01 - 2022-12-31",
    "2020-13-01 - 2020-12-31",
)


@dataclass(frozen=True)
class Page:
    """The facts of a page: heading, label → value, running text."""

    heading: str
    facts: Mapping[str, str]
    summary: str = ""

    def with_colons(self) -> str:
        """As the newer site prints it."""
        return self._write((f"{label}:\n{value}" for label, value in self.facts.items()))

    def bare(self) -> str:
        """As the project bank prints 2014-2020."""
        return self._write((f"{label}\n{value}" for label, value in self.facts.items()))

    def glued(self) -> str:
        """As the project bank prints 2007-2013."""
        return self._write((f"{label}{value}" for label, value in self.facts.items()))

    def _write(self, entries: object) -> str:
        assert hasattr(entries, "__iter__")
        return "\n".join((self.heading, "", *entries, "", self.summary, ""))


def make_page(name: str = "Nya vägar", owner: str = "Exempelkommunen", **more: str) -> str:
    """A page with colons; more labels by name, `_` for a blank; `summary` is the running text."""
    summary = more.pop("summary", "Projektet provar.")
    facts = {label.replace("_", " "): value for label, value in more.items()}
    page = Page(
        name, {"Projektägare": owner, "Region": "Stockholm", "Namn": name, **facts}, summary
    )
    return page.with_colons()


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Pages of few projects and owners, so that they meet in one record often."""
    facts: dict[str, str] = {
        "Projektägare": draw(st.sampled_from(OWNERS)),
        "Region": draw(st.sampled_from(["Stockholm", "Sydsverige", "Storstan"])),
        "Projektperiod": draw(st.sampled_from(SPANS)),
    }
    optional = {
        "Diarienummer": st.sampled_from(NUMBERS),
        "Projektägare organisationsnummer": st.sampled_from(ORGANISATION_NUMBERS),
        "Total projektbudget": st.sampled_from(["1 000", "2 000,50 kr", "-2147483648", "okänd"]),
        "Antal deltagare": st.sampled_from(["0", "80"]),
        "Specifikt mål": st.sampled_from(["2.1", "A1A"]),
        "Målgrupp": st.just("Unga"),
    }
    for label in draw(st.lists(st.sampled_from(list(optional)), unique=True)):
        facts[label] = draw(optional[label])
    summary = draw(st.sampled_from(["", "Text ett.", "Text två."]))
    page = Page(draw(st.sampled_from(NAMES)), facts, summary)
    return draw(st.sampled_from([page.with_colons, page.bare, page.glued]))()


@st.composite
def mutilated(draw: st.DrawFn) -> bytes:
    """A golden page with lines cut, doubled, swapped or blanked, and bytes overwritten."""
    lines = draw(st.sampled_from(SAMPLES)).read_text("utf-8").split("\n")
    for _ in range(draw(st.integers(1, 6))):
        index, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        change = draw(st.sampled_from(["cut", "double", "swap", "blank", "half", "foreign"]))
        if change == "cut" and len(lines) > 1:
            del lines[index]
        elif change == "double":
            lines.insert(other, lines[index])
        elif change == "swap":
            lines[index], lines[other] = lines[other], lines[index]
        elif change == "blank":
            lines[index] = ""
        elif change == "half":
            lines[index] = lines[index][: len(lines[index]) // 2]
        else:
            lines[index] = draw(st.text(max_size=9))
    content = bytearray("\n".join(lines).encode(errors="replace"))
    for index, byte in draw(
        st.dictionaries(st.integers(0, 2000), st.integers(0, 255), max_size=2)
    ).items():
        content[index % max(len(content), 1) : index % max(len(content), 1) + 1] = bytes([byte])
    return bytes(content)
