"""The part of a report about targets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import groupby
from typing import Any

from luheng.judgement.lights import HEX, SCHEMES, SHAPE
from luheng.judgement.model import Verdict, VerdictCounts
from luheng.workplace.reports.cited import Cited, cited, figures, plain
from luheng.workplace.reports.frozen import Frozen, Row, clause_text
from luheng.workplace.reports.report import (
    ChangeLine,
    ChapterTargets,
    Light,
    OpenTarget,
    TargetLine,
    Trouble,
    VerdictCount,
)
from luheng.workplace.snapshots import TargetChange, changes_between
from luheng.workplace.wording import plain_amount

_MEANING = {
    Verdict.MET: "目标年的数据达到目标要求",
    Verdict.ON_TRACK: "未到目标年，最新数据不低于序时进度",
    Verdict.BEHIND: "未到目标年，最新数据低于序时进度且超出容差",
    Verdict.MISSED: "目标年已过，数据没有达到目标要求",
    Verdict.INSUFFICIENT_DATA: "没有可用的数据；缺数据不按零计",
    Verdict.NOT_YET_DUE: "未到目标年，尚不能判断进度",
    Verdict.CANNOT_BE_JUDGED: "下达值或参照值尚未录入",
}
_NOT_JUDGED = Light("", "", "未判定", HEX["grey"])
NO_LEAD = "原文未列"
NOTHING = plain("—")


def lights(frozen: Frozen) -> dict[str, Light]:
    """The light of each verdict by the setting the city had when the snapshot was taken."""
    chosen = frozen.contents.get("city", {}).get("lights", "by_schedule")
    colours = SCHEMES[chosen].colours
    return {
        one.value: Light(one.value, SHAPE[one], one.zh, HEX[colours[one]]) for one in Verdict
    } | {"": _NOT_JUDGED}


def summary(frozen: Frozen) -> Cited:
    """83 项目标：达标 26，…, each count with its source."""
    return _tally(frozen, frozen.rows("targets"))


def _tally(frozen: Frozen, rows: Sequence[Row]) -> Cited:
    counts = VerdictCounts({one: len(_with(rows, one)) for one in Verdict})
    steps = iter([None, *(one for one in Verdict if counts.counts[one])])
    return figures(counts.sentence(), lambda found: _count_sources(frozen, rows, next(steps)))


def verdict_counts(frozen: Frozen) -> list[VerdictCount]:
    """One line for each verdict that occurs."""
    targets, shown = frozen.rows("targets"), lights(frozen)
    lines = []
    for verdict in Verdict:
        rows = _with(targets, verdict)
        early = [row for row in rows if row.get("provisional")]
        if rows:
            lines.append(
                VerdictCount(
                    light=shown[verdict.value],
                    count=cited(len(rows), _count_sources(frozen, rows, verdict)),
                    preliminary=_counted(frozen, early, "中依据初步数的逐项计数"),
                    meaning=_MEANING[verdict],
                )
            )
    return lines


def _with(rows: Iterable[Row], verdict: Verdict) -> list[Row]:
    return [row for row in rows if row.get("verdict") == verdict.value]


def _count_sources(frozen: Frozen, rows: Sequence[Row], verdict: Verdict | None) -> Iterable[int]:
    chosen = _with(rows, verdict) if verdict else rows
    refs = _clauses(frozen, chosen)
    how = f"各条目标判定为“{verdict.zh}”的逐项计数" if verdict else "各条目标逐项计数"
    return frozen.sources.computed(refs, how)


def _counted(frozen: Frozen, rows: Sequence[Row], how: str) -> Cited:
    if not rows:
        return NOTHING
    return cited(len(rows), frozen.sources.computed(_clauses(frozen, rows), how))


def _clauses(frozen: Frozen, rows: Iterable[Row]) -> list[int]:
    return [ref for row in rows for ref in frozen.clause("targets", row)]


# One target


def by_chapter(frozen: Frozen) -> list[ChapterTargets]:
    """The targets of every chapter and annex, in the order of the documents."""
    titles = {
        (one["document"], one["chapter"]): one["title"]
        for one in frozen.contents.get("origins", {}).get("chapters", ())
    }
    order = list(titles)

    def place(row: Row) -> tuple[Any, str]:
        origin = frozen.origin("targets", row["id"])
        return origin.get("document"), origin.get("chapter") or row.get("chapter_no") or ""

    def rank(row: Row) -> int:
        return order.index(place(row)) if place(row) in titles else len(order)

    rows = sorted(frozen.rows("targets"), key=rank)
    groups = [(key, list(found)) for key, found in groupby(rows, key=place)]
    several = len({document for (document, _), _ in groups}) > 1
    return [
        _chapter(frozen, key, titles.get(key, ""), found, several=several) for key, found in groups
    ]


def _chapter(
    frozen: Frozen, key: tuple[Any, str], title: str, rows: list[dict[str, Any]], *, several: bool
) -> ChapterTargets:
    document = frozen.document("targets", rows[0])
    name = title or clause_text(key[1]) or "其他"
    if several and document:
        name = f"《{document['title']}》{name}"
    shown = lights(frozen)
    lines = [_line(frozen, no, row, shown) for no, row in enumerate(rows, 1)]
    return ChapterTargets(name, _tally(frozen, rows), lines)


def _line(frozen: Frozen, no: int, row: Row, shown: dict[str, Light]) -> TargetLine:
    return TargetLine(
        no=str(no),
        indicator=name_of(frozen, row),
        demand=demand_of(frozen, row),
        latest=_latest(frozen, row),
        light=shown[row.get("verdict") or ""],
        lead="、".join(row.get("lead") or ()) or "—",
    )


def name_of(frozen: Frozen, row: Row) -> Cited:
    """The indicator; a figure in its name comes from the clause."""
    return figures(row["indicator"], lambda found: frozen.clause("targets", row))


def demand_of(frozen: Frozen, row: Row) -> Cited:
    """The year and the demand: 2025年 ≥ 98%."""
    said = frozen.origin("targets", row["id"]).get("demand")
    if said is None:  # snapshots of older versions
        said = f"{row['op']} {row['value'] or '—'}{row['unit']}"
    year = f"{row['year']}年" if row.get("year") else "未写年限"
    refs = [*frozen.clause("targets", row), *frozen.assigned(row)]
    words = figures(f"{year} {said}", lambda found: refs, [f" {row['unit']}"])
    return words if any(piece.refs for piece in words) else cited(f"{year} {said}", refs)


def _latest(frozen: Frozen, row: Row) -> Cited:
    if row.get("latest_value") is None:
        return NOTHING
    refs = frozen.figure(row, row["latest_value"], row.get("latest_period") or "")
    unit = row.get("latest_unit") or ""
    early = "，初步" if row.get("provisional") else ""
    return (
        *cited(f"{_readable(row)}{unit}", refs),
        *plain(f"（{_period(row)}{early}）"),
    )


def _readable(row: Row) -> str:
    """The latest value with no more decimals than two, or than the target has."""
    value = Decimal(row["latest_value"])
    _, _, target_decimals = str(row.get("value") or "").partition(".")
    decimals = max(2, len(target_decimals))
    return plain_amount(value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN))


def _period(row: Row) -> str:
    period = row.get("latest_period") or ""
    return f"{period.replace('/', '—')}年" if period[-4:].isdigit() else period


# Changes


def changes(frozen: Frozen, earlier: Frozen | None) -> list[ChangeLine]:
    """What became of the targets since the earlier snapshot."""
    if earlier is None:
        return []
    then = {row["id"]: row for row in earlier.rows("targets")}
    now = {row["id"]: row for row in frozen.rows("targets")}
    found = changes_between(earlier.rows("targets"), frozen.rows("targets"))
    return [
        _change(one, frozen, earlier, then.get(one.target_id), now.get(one.target_id))
        for one in found
    ]


def change_summary(frozen: Frozen, earlier: Frozen | None, named: str) -> Cited:
    """How many targets changed since the earlier snapshot, by its name."""
    if earlier is None:
        return plain("这是第一期报告，没有上期可比。")
    found = changes_between(earlier.rows("targets"), frozen.rows("targets"))
    if not found:
        return plain(f"与上期{named}相比，各项目标的判定和最新数据没有变化。")
    changed = {one.target_id for one in found}
    rows = [row for row in frozen.rows("targets") if row["id"] in changed]
    count = cited(len(found), frozen.sources.computed(_clauses(frozen, rows), "比较两期快照后计数"))
    return (*plain(f"与上期{named}相比，"), *count, *plain("项目标的判定或最新数据有变化。"))


def _change(
    change: TargetChange,
    frozen: Frozen,
    earlier: Frozen,
    before: Row | None,
    after: Row | None,
) -> ChangeLine:
    named = plain(change.indicator)
    for stood, row in ((earlier, before), (frozen, after)):
        if row is not None:
            named = name_of(stood, row)
    return ChangeLine(
        indicator=named,
        year=f"{change.year}年" if change.year else "未写年限",
        before=_stood(earlier, before) if before else plain("新增目标"),
        now=_stood(frozen, after) if after else plain("已不在清单"),
    )


def _stood(frozen: Frozen, row: Row) -> Cited:
    light = lights(frozen)[row.get("verdict") or ""]
    latest = _latest(frozen, row)
    word = plain(f"{light.shape} {light.word}".strip())
    return word if latest == NOTHING else (*word, *plain("，"), *latest)


# Targets that need somebody


def troubles(frozen: Frozen) -> list[Trouble]:
    """Targets missed, then those behind, by the year in which they are due."""
    rows = [
        row
        for verdict in (Verdict.MISSED, Verdict.BEHIND)
        for row in sorted(
            _with(frozen.rows("targets"), verdict), key=lambda row: row.get("year") or 9999
        )
    ]
    shown = lights(frozen)
    return [_trouble(frozen, no, row, shown) for no, row in enumerate(rows, 1)]


def trouble_summary(frozen: Frozen) -> Cited:
    """How many are missed and behind."""
    rows = frozen.rows("targets")
    missed, behind = (_with(rows, one) for one in (Verdict.MISSED, Verdict.BEHIND))
    if not missed and not behind:
        return plain("没有滞后和未达标的目标。") if rows else plain("还没有读到目标。")
    parts = ((missed, Verdict.MISSED), (behind, Verdict.BEHIND))
    steps = iter([verdict for found, verdict in parts if found])
    said = "，".join(f"{verdict.zh}{len(found)}项" for found, verdict in parts if found)
    return figures(
        f"{said}，逐项说明如下。", lambda found: _count_sources(frozen, rows, next(steps))
    )


def _trouble(frozen: Frozen, no: int, row: Row, shown: dict[str, Light]) -> Trouble:
    name = row["indicator"] + (f"（{row['year']}年）" if row.get("year") else "")
    reason = frozen.judgement(row).get("reason_zh") or row.get("reason") or ""
    return Trouble(
        no=str(no),
        name=figures(name, lambda found: frozen.clause("targets", row)),
        light=shown[row["verdict"]],
        reason=frozen.sentence(row, f"{reason}。"),
        remedy=_remedy(frozen, row),
        lead="、".join(row.get("lead") or ()) or NO_LEAD,
        quote=cited(f"“{_on_one_line(row.get('quote') or '')}”", frozen.clause("targets", row)),
    )


def _on_one_line(quote: str) -> str:
    return quote.replace("\t", " | ").replace("\n", " ")


def _remedy(frozen: Frozen, row: Row) -> Cited:
    """What a year still needs; nothing where the year has passed."""
    pace = frozen.judgement(row).get("numbers", {}).get("pace") or {}
    if pace.get("needed") is None:
        return ()
    unit = "%" if pace.get("compound") else pace["unit"]
    if unit == "%" and not pace.get("compound"):
        unit = "个百分点"
    said = f"今后平均每年还需改善{_short(pace['needed'])}{unit}"
    if pace.get("achieved") is not None:
        said += f"，此前平均每年改善{_short(pace['achieved'])}{unit}"
    return figures(f"{said}。", lambda found: frozen.worked_out(row), [unit])


def _short(number: object) -> str:
    return f"{float(str(number)):.4g}"


def open_targets(frozen: Frozen, verdict: Verdict) -> list[OpenTarget]:
    """Targets without a verdict of their own, with what they wait for."""
    shown = lights(frozen)
    return [
        OpenTarget(
            indicator=name_of(frozen, row),
            year=f"{row['year']}年" if row.get("year") else "未写年限",
            light=shown[verdict.value],
            reason=frozen.sentence(row, frozen.judgement(row).get("reason_zh") or ""),
            lead="、".join(row.get("lead") or ()) or "—",
        )
        for row in _with(frozen.rows("targets"), verdict)
    ]
