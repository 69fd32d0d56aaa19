"""Where a number comes from, in words: the clause with its quote, the cell, the count over which list.

Source lists are numbered as in `reports.sources`; the titles and quotes of documents stay in the
language in which they were written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from luheng.judgement.sentences import rule_name
from luheng.vocabulary.messages import Language
from luheng.vocabulary.units_of_measure import unit_behind
from luheng.workplace.period_reports.formulas import BEFORE, NOW, Facts, Formula, Row
from luheng.workplace.reports.cited import Refs
from luheng.workplace.reports.frozen import clause_text
from luheng.workplace.reports.sources import SourceList

LISTS = {  # name of a frozen list → what a reader calls it; the appendix has a sheet of that name
    "targets": ("目标", "Targets"),
    "tasks": ("方案任务", "Tasks of the plans"),
    "projects": ("项目", "Projects"),
    "building": ("项目进度", "Progress of projects"),
    "funding": ("项目资金", "Money of projects"),
    "work": ("年度工作", "Yearly work"),
    "orders": ("督办单", "Orders"),
    "returns": ("填报表", "Returns"),
    "lacking": ("缺佐证", "Evidence lacking"),
    "proofs": ("佐证材料", "Evidence"),
    "appraisal": ("考核得分", "Appraisal"),
    "documents": ("文件", "Documents"),
    "findings": ("文件疑点", "Doubts about documents"),
    "milestones": ("定性目标", "Milestones"),
    "observations": ("数据", "Observations"),
    "judgements": ("判定", "Judgements"),
}


class Citing:
    """Gives each formula the numbers of its sources, entries as they are first needed."""

    def __init__(self, facts: Facts, language: Language) -> None:
        self.facts = facts
        self.language = language
        self.english = language == "en"
        self.comma, self.colon = (", ", ": ") if self.english else ("，", "：")
        self.sources = SourceList(english=self.english)

    def refs(self, formula: Formula, how: str = "") -> Refs:
        """The references of a formula; `how` says in words over which rows it goes."""
        kind = formula["of"]
        if kind == "given":
            return ()
        if kind == "cell":
            return self._cell(formula)
        name = self.list_name(formula["list"])
        act = self._said("计数", "count") if kind == "count" else self._said("合计", "sum")
        when = self._when(formula)
        if self.english:
            return self.sources.cite(f"{act.capitalize()} over the list “{name}”{when}" + (f": {how}" if how else ""))  # fmt: skip
        return self.sources.cite(f"按{when}“{name}”表{act}" + (f"：{how}" if how else ""))

    def _cell(self, formula: Formula) -> Refs:
        at, name = formula.get("at", NOW), formula["list"]
        row = self.facts.row(name, formula["row"], at)
        if row is None:
            return ()
        said = _CELLS.get(name)
        return said(self, row, formula["field"], at) if said else ()

    def _said(self, zh: str, en: str) -> str:
        return en if self.english else zh

    def list_name(self, name: str) -> str:
        """What a reader calls a frozen list."""
        return LISTS[name][self.english]

    def _when(self, formula: Formula) -> str:
        if formula.get("at") != BEFORE:
            return self._said("本期快照", "")
        return self._said("上期快照", " of the last report")

    # What stands behind a row

    def clause(self, name: str, row: Row, at: str) -> Refs:
        """The clause that a row was read from, with its quote."""
        origin = self.facts.contents(at).get("origins", {}).get(name, {}).get(str(row["id"]), {})
        place = clause_text(origin.get("clause") or "") + (row.get("clause") or "")
        return self.sources.cite(self._entry(origin, row, place, at))

    def _entry(self, origin: Mapping[str, Any], row: Row, place: str, at: str) -> str:
        document = self.facts.row("documents", origin.get("document"), at)
        if document is None:
            named = f"《{row['document']}》" if row.get("document") else self._said("（文件已删除）", "(document removed)")  # fmt: skip
        else:
            by = document.get("doc_no") or document.get("issuer")
            issued = self._said(f"（{by}）", f" ({by})") if by else ""
            named = f"《{document['title']}》{issued}"
        words = " | ".join(part.strip() for part in (row.get("quote") or "").split("\t"))
        words = " ".join(words.split())
        said = f"{named}{self.comma}{place}" if place else named
        return f"{said}{self.colon}“{words}”" if words else said

    def observation(self, row: Row, at: str) -> Refs:
        """The document with the quote or cell of a figure, or the return it was filed in."""
        origins = self.facts.contents(at).get("origins", {}).get("observations", {})
        origin = origins.get(str(row["id"]), {})
        if origin.get("document"):
            place = f"{self._said('单元格', 'cell ')}{row['cell']}" if row.get("cell") else ""
            return self.sources.cite(self._entry(origin, row, place, at))
        figure = f"{row['value']}{unit_behind(row['unit'] or '', self.language)}"
        said = self.comma.join((row["indicator"], str(row["period"]), figure))
        on = origin.get("entered_on", "")
        entered = self._said(f"网上填报（{on}）", f"entered in the site ({on})")
        return self.sources.cite(f"{entered}{self.colon}{said}")

    def whole(self, name: str) -> Refs:
        """A list as it stood, for rows that follow from it."""
        said = self.list_name(name)
        return self.sources.cite(self._said(f"本期快照“{said}”表", f"the list “{said}”"))

    def file(self, row: Row) -> Refs:
        """The file that a document came in."""
        return self.sources.cite(f"{self._said('文件', 'file ')}{row.get('file') or row['title']}")

    def proof(self, row: Row) -> Refs:
        """A piece of evidence by its digest."""
        return self.sources.cite(
            f"{row['title']}{self._said('（', ' (')}SHA-256 {row['sha256'][:12]}…{self._said('）', ')')}"
        )

    def target(self, row: Row, field: str, at: str) -> Refs:
        """Of a demand its clause, of a latest value its figure, of a verdict the run of its rule."""
        if field == "latest_value":
            return self._latest(row, at)
        if field in ("verdict", "reason", "provisional"):
            return self.judgement(row, field, at)
        return self.clause("targets", row, at)

    def _judged(self, row: Row, at: str) -> Row:
        found: Row = self.facts.contents(at).get("judgements", {}).get(str(row["id"]), {})
        return found

    def _used(self, row: Row, at: str) -> list[Row]:
        keys = self._judged(row, at).get("numbers", {}).get("used", ())
        found = [self.facts.row("observations", key, at) for key in keys]
        return [one for one in found if one is not None]

    def _latest(self, row: Row, at: str) -> Refs:
        same = [one for one in self._used(row, at) if one["value"] == row["latest_value"]
                and str(one["period"]).endswith(str(row.get("latest_period") or ""))]  # fmt: skip
        return self.observation(same[-1], at) if same else self.judgement(row, "reason", at)

    def judgement(self, row: Row, field: str, at: str) -> Refs:
        """The rule run: which rule on which inputs as of which day."""
        target = self.facts.row("targets", row["id"], at) or row
        judged = self._judged(row, at)
        inputs = [*self.clause("targets", target, at)]
        inputs += [ref for one in self._used(row, at) for ref in self.observation(one, at)]
        day = judged.get("as_of", "")
        rule = rule_name(judged["rule"], self.language) if judged.get("rule") else "—"
        how = self._said(
            f"按判定规则“{rule}”判定（判定日{day}）", f" by the rule “{rule}”, as of {day}"
        )
        return self.sources.computed(inputs, how)


def _of_list(name: str) -> Callable[[Citing, Row, str, str], Refs]:
    def cite(citing: Citing, row: Row, field: str, at: str) -> Refs:
        known = [str(row[key]) for key in ("no", "entered_on", "reported_on", "filed_on", "as_of")
                 if row.get(key)]  # fmt: skip
        said = citing.comma.join([f"{citing.list_name(name)} #{row['id']}", *known])
        quote = row.get("quote")
        return citing.sources.cite(
            f"{said}{citing.colon}“{' '.join(quote.split())}”" if quote else said
        )

    return cite


def _read(name: str) -> Callable[[Citing, Row, str, str], Refs]:
    return lambda citing, row, field, at: citing.clause(name, row, at)


_CELLS: dict[str, Callable[[Citing, Row, str, str], Refs]] = {
    "targets": Citing.target,
    "judgements": Citing.judgement,
    "observations": lambda citing, row, field, at: citing.observation(row, at),
    **{name: _read(name) for name in ("tasks", "projects", "milestones", "findings")},
    **{
        name: _of_list(name)
        for name in ("work", "funding", "building", "orders", "returns", "appraisal")
    },
    "lacking": lambda citing, row, field, at: citing.whole("lacking"),
    "documents": lambda citing, row, field, at: citing.file(row),
    "proofs": lambda citing, row, field, at: citing.proof(row),
}  # fmt: skip
