"""What a paragraph has said so far: its deadline, its last indicator, whether it speaks of the past."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal

from luheng.documents.targets.demand import Demand


@dataclass(frozen=True, slots=True)
class ProseContext:
    """Where a paragraph stands and what the document says around it."""

    clause: str = ""
    section: str = ""
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    goals: bool = False  # stands in a section that states the goals
    present: bool = False  # stands in a section about the present state
    written_year: int | None = None  # the year the document was issued, where it is known
    own_level: str = ""  # 省 for a province's plan, 市 for a city's or county's, empty: not known
    current_year: int | None = None  # what 今年 means: the year of a yearly work plan
    lead_in_years: tuple[int, ...] = ()  # the deadline of the paragraph that led in to this one

    def led_by(self, years: tuple[int, ...]) -> ProseContext:
        """The same context for a paragraph that an earlier one led in to."""
        return replace(self, lead_in_years=years)


@dataclass(slots=True)
class Passage:
    """State while reading a paragraph. Deadlines last for the paragraph, the rest for a sentence."""

    context: ProseContext
    years: tuple[int, ...] = ()
    year_from: int | None = None
    period_years: int | None = None
    marked: bool = False  # the deadline said itself to be one: 到 …, … 底前
    # of the sentence
    stretch: bool = False
    present: bool = False
    present_year: int | None = None  # the past year that the sentence speaks of
    looking_back: bool = False  # 近年来, 截至: only a marked deadline turns to the future
    of_a_project: bool = False  # the sentence describes one project
    base_year: int | None = None
    base: str | None = None
    topic: str = ""  # what the sentence last spoke of
    earlier_topic: str = ""  # what the sentence before last spoke of
    part: bool = False  # after 其中: what follows is a part of what was just said
    verb: str = ""  # the verb of the last count: 打造 … 20个、… 100个
    demands: list[Demand] = field(default_factory=list)  # of the sentence
    latest: Demand | None = None  # of the paragraph: what 其中 is a part of
    # of the paragraph: subject → value, unit and year said of the present
    present_levels: dict[str, tuple[Decimal | None, str | None, int | None]] = field(
        default_factory=dict
    )

    @property
    def year(self) -> int | None:
        """The year that the next target is due."""
        return self.years[-1] if self.years else None

    @property
    def last(self) -> Demand | None:
        """The demand read last in the sentence."""
        return self.demands[-1] if self.demands else None

    def next_sentence(self) -> None:
        """Forget what holds for one sentence only."""
        self.stretch = self.present = self.of_a_project = self.looking_back = False
        self.base_year, self.base = None, None
        self.earlier_topic, self.topic, self.verb = self.topic, "", ""
        self.part = False
        self.period_years = self.present_year = None
        self.demands = []
