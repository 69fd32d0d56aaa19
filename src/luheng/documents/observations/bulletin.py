"""A bulletin, read: what it is and what it says each indicator was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from luheng.documents.model import Finding, Observation, Span
from luheng.documents.observations.figures import Figure
from luheng.documents.observations.front_matter import FrontMatter, is_chrome, read_front_matter
from luheng.documents.observations.places import Gazetteer
from luheng.documents.observations.sentences import Setting, figures_of
from luheng.documents.observations.subjects import Memory
from luheng.documents.observations.tables import CellFigure, Status, TableReader
from luheng.documents.observations.times import UNKNOWN, year_of
from luheng.documents.plan.lines import Line as PageLine
from luheng.documents.sentences import sentences
from luheng.documents.source import Paragraph, Source, Table
from luheng.documents.view import View


@dataclass(slots=True)
class BulletinReading:
    """What a bulletin says; None where it does not say."""

    title: str | None = None
    issuer: str | None = None
    period: str | None = None
    status: Status = "final"
    place: str | None = None
    published_on: str | None = None
    observations: list[Observation] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_observations(source: Source) -> BulletinReading:
    """Every figure of a bulletin that can be told apart, with its exact words and where they stand.

    A figure whose indicator, place, time or unit is in doubt is left out: an invented number is worse
    than a missed one.
    """
    front = read_front_matter(source)
    reading = BulletinReading(
        front.title, front.issuer, front.period, front.status, front.place, front.published_on
    )
    # without a time of its own only its tables can say when their figures were so
    reader = _BodyReader(source, front, front.period or UNKNOWN)
    reading.observations = list(reader.observations())
    reading.findings = reader.findings
    return reading


_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d{1,2}(?:\.\d{1,2})*[.、]?(?!\d))?(?P<name>[^。；：，]{2,20})$"
)
_CAPTION = re.compile(r"^(?:附?[图表]\d*|注：|单位：|说明：|说明$|资料来源|数据来源)")


@dataclass(slots=True)
class _BodyReader:
    source: Source
    front: FrontMatter
    period: str
    findings: list[Finding] = field(default_factory=list)
    seen: dict[tuple[str, str, str, str], Observation] = field(default_factory=dict)
    heading: str = ""

    def observations(self) -> Iterator[Observation]:
        """The observations of the body, each once, in the order of the text."""
        for block in self.source.blocks[self.front.body :]:
            found = self._of_table(block) if isinstance(block, Table) else self._of_paragraph(block)
            for observation in found:
                key = (
                    observation.indicator,
                    observation.place,
                    observation.period,
                    observation.kind,
                )
                if key not in self.seen:
                    self.seen[key] = observation
                    yield observation

    def _setting(self) -> Setting:
        home = self.front.place or ""
        gazetteer = Gazetteer(home, names=self.front.names)
        return Setting(
            gazetteer, home, self.period, self.front.published_on, last_year=year_of(self.period)
        )

    def _of_paragraph(self, paragraph: Paragraph) -> Iterator[Observation]:
        view = self.source.view(paragraph.span)
        if is_chrome(PageLine(view, paragraph.span, None, 0)):
            return
        if heading := _HEADING.match(view.text):
            self.heading = heading["name"]
        if _CAPTION.match(view.text):
            return
        memory = Memory(heading=self.heading)
        for figure in figures_of(sentences(view.text), self._setting(), memory):
            yield self._observation(figure, self._quoted(view, figure), None)

    def _quoted(self, view: View, figure: Figure) -> Span:
        end = figure.end
        words = view.text[figure.start : end]
        if words.count("（") > words.count("）") and view.text[end : end + 1] == "）":
            end += 1
        return view.span(figure.start, end)

    def _of_table(self, table: Table) -> Iterator[Observation]:
        reader = TableReader(self.source, table, self._setting(), Memory(heading=self.heading))
        for found in reader.read():
            yield self._observation(found.figure, found.span, found)
        self.findings += reader.findings

    def _observation(self, figure: Figure, span: Span, cell: CellFigure | None) -> Observation:
        subject = figure.subject
        status = cell.status if cell and cell.status else self._status(figure)
        return Observation(
            quote=self.source.text[span.start : span.end],
            span=span,
            indicator=subject.name,
            printed_indicator=subject.printed,
            indicator_id=subject.indicator.id if subject.indicator else None,
            place=figure.place,
            period=figure.period,
            value=figure.value,
            unit=figure.unit,
            kind=figure.kind,
            alt_kind=figure.alt_kind,
            status=status,
            cell=cell.cell if cell else None,
        )

    def _status(self, figure: Figure) -> Status:
        """Figures of earlier years are settled, whatever those of the bulletin's own year are."""
        earlier = year_of(figure.period) < year_of(self.period)
        return "final" if earlier else self.front.status
