"""A snapshot read for a report: its rows, and the source entry behind each of their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from luheng.workplace.reports.cited import Cited, FoundFigure, Refs, figures
from luheng.workplace.reports.sources import SourceList
from luheng.workplace.wording import plain_amount

Row = Mapping[str, Any]

_CHAPTER = re.compile("[一二三四五六七八九十]+")
_REACHED_BY_RULE = ("应为", "相差", "容差", "还需", "此前")


@dataclass(frozen=True)
class Frozen:
    """The contents of one snapshot together with the source list that cites them."""

    contents: Mapping[str, Any]
    sources: SourceList

    def rows(self, key: str) -> list[dict[str, Any]]:
        """The rows of a list: targets, tasks, projects, findings."""
        return list(self.contents.get(key, ()))

    def origin(self, key: str, row_id: object) -> Row:
        """Document, clause and chapter of a row; empty in snapshots of older versions."""
        found: Row = self.contents.get("origins", {}).get(key, {}).get(str(row_id), {})
        return found

    @cached_property
    def _documents(self) -> dict[Any, Row]:
        rows = self.rows("documents")
        return {row["title"]: row for row in rows} | {row["id"]: row for row in rows}

    def document(self, key: str, row: Row) -> Row | None:
        """The document a row was read from."""
        found = self._documents.get(self.origin(key, row["id"]).get("document"))
        return found or self._documents.get(row.get("document"))

    # What a number rests on

    def clause(self, key: str, row: Row) -> Refs:
        """The clause a target, project or finding was read from, with its quote."""
        origin = self.origin(key, row["id"])
        place = clause_text(origin.get("clause", "")) + (row.get("clause") or "")
        return self.sources.cite(_entry(self.document(key, row), place, row.get("quote", "")))

    def observation(self, key: object) -> Refs:
        """The document with the quote or cell of an observation, or who entered it."""
        row = self.contents.get("observations", {}).get(str(key))
        if row is None:
            return ()
        row = {**row, "id": key}
        document = self.document("observations", row)
        place = f"单元格{row['cell']}" if row.get("cell") else ""
        if document is None:
            by = self.origin("observations", row["id"])
            who, on = by.get("entered_by", ""), by.get("entered_on", "")
            said = f"{row['indicator']}，{row['period']}，{row['value']}{row['unit']}"
            return self.sources.cite(f"网上填报（{'，'.join(filter(None, (who, on)))}）：{said}")
        return self.sources.cite(_entry(document, place, row.get("quote", "")))

    def assigned(self, target: Row) -> Refs:
        """The value a superior assigned, as a person entered it."""
        found = self.origin("assigned", target["id"])
        if not found:
            return ()
        by = found.get("document_no") or found.get("note") or f"{found.get('entered_on')}录入"
        said = f"{target['indicator']}下达值{plain_amount(found['value'])}{found['unit']}"
        return self.sources.cite(f"{by}：{said}")

    def judgement(self, target: Row) -> Row:
        """The frozen judgement of a target; empty where there is none."""
        found: Row = self.contents.get("judgements", {}).get(str(target["id"]), {})
        return found

    def evidence(self, target: Row) -> list[int]:
        """References to all that the judgement of a target rests on."""
        used = self.judgement(target).get("numbers", {}).get("used", ())
        refs = [*self.clause("targets", target), *self.assigned(target)]
        return [*refs, *(ref for key in used for ref in self.observation(key))]

    def worked_out(self, target: Row) -> Refs:
        """The computation of the judgement of a target."""
        return self.sources.computed(self.evidence(target), "按判定规则计算")

    def figure(self, target: Row, value: object, period: str = "") -> Refs:
        """Of a figure: the observation that says it, else the computation it comes from."""
        used = self.judgement(target).get("numbers", {}).get("used", ())
        for key in reversed(list(used)):
            row = self.contents["observations"].get(str(key), {})
            if _same(row.get("value"), value) and (not period or row["period"].endswith(period)):
                return self.observation(key)
        return self.worked_out(target)

    def sentence(self, target: Row, text: str) -> Cited:
        """A sentence about a target, each figure with its source."""
        units = (target.get("unit") or "", "个百分点", "倍")
        return figures(text, lambda found: self._said(target, found), units)

    def _said(self, target: Row, found: FoundFigure) -> Iterable[int]:
        _, goal, since = found.before.rpartition("目标")
        inputs = self.judgement(target).get("numbers", {}).get("inputs", ())
        demanded = [target.get("value"), *(one["value"] for one in inputs if one["key"] is None)]
        if goal and "应为" not in since and any(_same(one, found.digits) for one in demanded):
            return [*self.clause("targets", target), *self.assigned(target)]
        if goal and not self.judgement(target).get("numbers", {}).get("used"):
            return self.clause("targets", target)
        if any(word in found.before[-8:] for word in _REACHED_BY_RULE):
            return self.worked_out(target)
        return self.figure(target, found.digits)


def clause_text(key: str) -> str:
    """A clause as a reader looks it up: 一/(三) is 一、（三）; 附件3/12 is 附件3第12项."""
    *outer, last = key.replace("(", "（").replace(")", "）").split("/")
    if last.isdigit():
        return clause_text("/".join(outer)) + f"第{last}项"
    chapters = [f"{one}、" if _CHAPTER.fullmatch(one) else one for one in (*outer, last)]
    return "".join(chapters)


def _entry(document: Row | None, place: str, quote: str) -> str:
    title = f"《{document['title']}》" if document else "（文件已删除）"
    by = document and (document.get("doc_no") or document.get("issuer"))
    named = f"{title}（{by}）" if by else title
    words = " | ".join(part.strip() for part in quote.split("\t")).replace("\n", " ")
    said = f"{named}，{place}" if place else named
    return f"{said}：“{words}”" if words else said


def _same(one: object, other: object) -> bool:
    try:
        return one is not None and Decimal(str(one)) == Decimal(str(other))
    except InvalidOperation:
        return False
