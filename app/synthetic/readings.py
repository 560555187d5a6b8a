"""Made-up projects with the distributions of the real ones, always the same for the same seed.

Each comes as what a document would have stated, so that the store can treat it like an imported
one: regions and areas of the code lists, owners Zipf-like, log-normal sums, long Swedish texts.
"""

import hashlib
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from app.domain.fields import BY_NAME
from app.domain.provenance import Source, Statement
from app.domain.record import Value
from app.domain.vocabulary import AREAS, INTERVENTIONS, OBJECTIVES, PERIODS, REGIONS
from app.store.projects import Reading
from app.synthetic.owners import MOST_OWNERS, Owner, make_owners
from app.synthetic.sentences import make_sentences
from app.synthetic.words import BEGINNINGS, ENDINGS, PHASES, TOWNS

SEED = 20261122
MISSING = 0.05
_ALWAYS = frozenset({"number", "name", "owner", "owner_organisation_number"})
_READ_FROM = datetime(2026, 1, 1, tzinfo=UTC)
_PERIOD_WEIGHTS = (35, 40, 25)
_FIRST_YEARS = {"2007-2013": (2008, 2013), "2014-2020": (2014, 2020), "2021-2027": (2021, 2026)}
_LAST_DAY = date(2027, 12, 31)
_REGION_WEIGHTS = {"SE11": 18, "SE12": 15, "SE23": 17, "SE22": 13, "SE21": 9, "SE0": 4}


def make_readings(count: int, seed: int = SEED, *, first: int = 0) -> Iterator[Reading]:
    """What `count` documents state of as many projects; `first` is what their numbers count from,
    so that others than before can be made."""
    maker = _Maker(count, seed)
    for index in range(first, first + count):
        yield maker.reading(index)


class _Maker:
    """The dice, and the names given so far."""

    def __init__(self, count: int, seed: int) -> None:
        self._dice = random.Random(seed)
        self._owners = make_owners(min(MOST_OWNERS, max(1, count // 2)), self._dice)
        self._shares = tuple(accumulate(1 / rank for rank in range(1, len(self._owners) + 1)))
        self._names: Counter[str] = Counter()
        self._sentences = make_sentences(random.Random(seed))
        self._seed = seed

    def reading(self, index: int) -> Reading:
        period = self._dice.choices(PERIODS, _PERIOD_WEIGHTS)[0]
        values = self._values(period, index)
        source = Source(
            sha256=hashlib.sha256(f"{self._seed}/{index}".encode()).hexdigest(),
            name=f"page-{index:07}.txt",
            layout=f"synthetic-{period}",
            reader_version=1,
            read_at=_READ_FROM + timedelta(seconds=index),
        )
        return Reading(source, self._stated(values), (), period)

    def _stated(self, values: Mapping[str, Value]) -> dict[str, Statement]:
        """Some facts are missing here and there, as in real documents."""
        return {
            name: Statement(value, label=BY_NAME[name].label_sv, raw=str(value)[:80], line=line)
            for line, (name, value) in enumerate(values.items(), 1)
            if value is not None and (name in _ALWAYS or self._dice.random() >= MISSING)
        }

    def _values(self, period: str, index: int) -> dict[str, Value]:
        owner = self._dice.choices(self._owners, cum_weights=self._shares)[0]
        return {
            "number": _number(period, index),
            "name": self._name(),
            "summary": self._text(),
            "owner": owner.name,
            "owner_organisation_number": owner.number,
            **self._place(),
            **self._dates(period),
            **self._sums(),
            **self._codes(period),
            **(self._of_newest(owner) if period == PERIODS[-1] else {}),
            **({"phase": self._dice.choice(PHASES)} if period == PERIODS[0] else {}),
            "contact_name": f"Kim Exempel {index}",
            "contact_email": f"kontakt{index}@example.se",
        }

    def _name(self) -> str:
        dice = self._dice
        name = f"{dice.choice(BEGINNINGS)}{dice.choice(ENDINGS)} {dice.choice(TOWNS)}"
        self._names[name] += 1
        return name if self._names[name] == 1 else f"{name} {self._names[name]}"

    def _text(self) -> str:
        wanted = min(4_000, max(1_000, int(self._dice.lognormvariate(7.7, 0.4))))
        text = " ".join(self._dice.choices(self._sentences, k=wanted // 40))[:wanted]
        text = text[: text.rfind(".") + 1]  # what would be left of a word is a word of its own
        half = text.find(". ", len(text) // 2)
        return f"{text[: half + 1]}\n\n{text[half + 2 :]}" if half > 0 else text

    def _place(self) -> dict[str, Value]:
        weights = [_REGION_WEIGHTS.get(region.code, 8) for region in REGIONS]
        region = self._dice.choices(REGIONS, weights)[0]
        return {"region": region.code, "region_name": region.label}

    def _dates(self, period: str) -> dict[str, Value]:
        year = self._dice.randint(*_FIRST_YEARS[period])
        start = date(year, self._dice.randint(1, 12), 1)
        days = min(1_280, max(90, round(self._dice.lognormvariate(6.2, 0.6))))
        return {"start_date": start, "end_date": min(start + timedelta(days=days), _LAST_DAY)}

    def _sums(self) -> dict[str, Value]:
        budget = int(self._dice.lognormvariate(14.9, 1.2))  # half of them above 3 million
        support = int(budget * self._dice.uniform(0.4, 1))
        parts = self._dice.randint(1, 99) if self._dice.random() < 0.2 else 0
        return {
            "total_budget": budget * 100 + parts,
            "granted_support": support * 100,
            "planned_participants": int(self._dice.lognormvariate(4.5, 1)),
        }

    def _codes(self, period: str) -> dict[str, Value]:
        areas = [area.code for area in AREAS if area.period == period and area.confirmed]
        area = self._dice.choice(areas)
        under = [row.code for row in OBJECTIVES if (row.period, row.parent) == (period, area)]
        types = [row.code for row in INTERVENTIONS if row.period == period]
        return {
            "programme_area": area,
            "specific_objective": self._dice.choice(under) if under else None,
            "intervention_type": self._dice.choice(types) if types else None,
        }

    def _of_newest(self, owner: Owner) -> dict[str, Value]:
        return {
            "fund": "ESF+",
            "programme_cci": "2021SE05SFPR",
            "country": "SE",
            "owner_postal_code": owner.postal_code,
            "owner_city": owner.city,
            "eu_cofinancing_rate": self._dice.choice((4000, 5000, 6650)),
            "tackles_child_poverty": self._dice.random() < 0.1,
            "strategic_importance": self._dice.random() < 0.05,
        }


def _number(period: str, index: int) -> str | None:
    """A printed number in the shape of its period; 2007-2013 prints none."""
    if period == "2014-2020":
        return f"{2014 + index % 7}/{index // 7:05}"
    if period == "2021-2027":
        return f"{21 + index % 7}-{index // 7 % 1000:03}-S{index // 7000:02}"
    return None
