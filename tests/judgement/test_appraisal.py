"""Points of a small city worked by hand, and what holds for every scheme and every city."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luheng.judgement.appraisal import (
    Fact,
    Scheme,
    Statement,
    read_scheme,
    score,
    shipped_scheme,
)
from luheng.vocabulary.messages import LuhengError

SCHEME = """\
zh: 示例考核
en: an example
digits: 2
without_inputs: redistribute
eco_civilisation_share: 22.5
share_basis: 示例文件
items:
  - {id: targets, zh: 目标, en: targets, rule: verdict_points, points: {met: 1, on_track: 0.8, behind: 0.4, missed: 0}}
  - {id: tasks, zh: 任务, en: tasks, rule: task_points, points: {done: 1, under_way: 0.6, overdue: 0}}
  - {id: review, zh: 评议, en: review, rule: manual}
  - {id: bonus, zh: 加分, en: bonus, rule: bonus, cap: 2}
  - {id: deduction, zh: 扣分, en: deduction, rule: deduction, cap: 5}
groups:
  - {id: key, zh: 重点开发, en: development, units: [东湖区], weights: {targets: 60, tasks: 30, review: 10}}
  - {id: ecology, zh: 生态涵养, en: conservation, kinds: [生态涵养区], weights: {targets: 40, tasks: 40, review: 20}}
  - {id: rest, zh: 其他, en: others, rest: true, weights: {tasks: 100}}
"""


def facts(kind: str, *outcomes: str) -> list[Fact]:
    return [
        Fact(kind=kind, id=str(number), label=f"{kind} {number}", outcome=outcome)
        for number, outcome in enumerate(outcomes)
    ]


def mark(item: str, points: str, number: int = 1) -> Fact:
    return Fact(kind="mark", id=f"{item}{number}", label=item, item=item, points=Decimal(points))


def small_city() -> Scheme:
    return read_scheme(SCHEME, "appraisal.yaml")


# Unit, kind, facts, points by item as worked by hand, total.
HAND_WORKED = [
    # targets (1 + 0.8 + 0.4) / 3 × 60 = 44; tasks (1 + 0.6) / 2 × 30 = 24; review 9 of 10
    ("东湖区", "", [*facts("target", "met", "on_track", "behind"), *facts("task", "done", "under_way"), mark("review", "9")],
     {"targets": "44.00", "tasks": "24.00", "review": "9.00"}, "77.00"),
    # the same facts under other weights: 2.2 / 3 × 40 = 29.333…; 0.8 × 40 = 32; review 18 of 20
    ("西山县", "生态涵养区", [*facts("target", "met", "on_track", "behind"), *facts("task", "done", "under_way"), mark("review", "18")],
     {"targets": "29.33", "tasks": "32.00", "review": "18.00"}, "79.33"),
    # no review: 40 and 40 become 50 and 50; a bonus of 3 stops at its cap
    ("南川县", "生态涵养区", [*facts("target", "missed", "met"), *facts("task", "overdue", "done", "done"), mark("bonus", "3")],
     {"targets": "25.00", "tasks": "33.33", "review": None, "bonus": "2.00"}, "60.33"),
    # insufficient data counts for nothing, neither good nor bad: weights 30 and 10 become 75 and 25
    ("东湖区", "", [*facts("target", "insufficient_data"), *facts("task", "under_way"), mark("review", "10"), mark("deduction", "1.5")],
     {"targets": None, "tasks": "45.00", "review": "25.00", "deduction": "-1.50"}, "68.50"),
    # nothing known is not zero
    ("市水务局", "", [], {"tasks": None}, None),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "kind", "known", "points", "total"), HAND_WORKED)
def test_a_small_city_scores_as_worked_by_hand(
    unit: str, kind: str, known: list[Fact], points: dict[str, str | None], total: str | None
) -> None:
    scheme = small_city()
    group = scheme.group_of(unit, kind)
    assert group is not None
    statement = score(scheme, group, known)
    found = {line.item.id: line.points for line in statement.lines}
    assert found == {item: None if text is None else Decimal(text) for item, text in points.items()}
    assert statement.total == (None if total is None else Decimal(total))


def test_every_line_says_in_both_languages_how_its_points_came_about() -> None:
    scheme = small_city()
    known = [*facts("target", "met", "behind", "not_yet_due"), *facts("task", "done")]
    targets, tasks, review = score(scheme, scheme.groups[0], known).lines
    assert targets.statement() == (
        "2 项计分：达标 1 项（每项 1）、滞后 1 项（每项 0.4）。1.4÷2×66.67＝46.67 分"
        "；另有未到期 1 项，不计分；权重 60 分，因其他项目无内容可计，满分调为 66.67 分"
    )
    assert "1.4 ÷ 2 × 66.67 = 46.67 points" in targets.statement("en")
    assert tasks.points == Decimal("33.33")
    assert "10 分权重按比例分给其他各项" in review.statement()


def test_a_scheme_may_hold_the_weight_of_an_item_without_inputs() -> None:
    scheme = read_scheme(SCHEME.replace("redistribute", "hold"), "appraisal.yaml")
    statement = score(scheme, scheme.groups[0], facts("target", "met"))
    assert (statement.total, statement.out_of) == (Decimal("60.00"), Decimal(60))
    assert "30 分权重保留" in statement.lines[1].statement()


def test_points_are_rounded_once_and_halves_go_to_the_even_neighbour() -> None:
    scheme = read_scheme(SCHEME.replace("digits: 2", "digits: 0"), "appraisal.yaml")
    rest = scheme.groups[2]
    eighths = [facts("task", *["done"] * n, *["overdue"] * (8 - n)) for n in (1, 3)]
    assert [score(scheme, rest, known).total for known in eighths] == [12, 38]  # 12.5 and 37.5


def test_the_shipped_scheme_is_sound() -> None:
    assert shipped_scheme().group_of("任何单位") is not None


# --- what always holds ---

VERDICTS = ("missed", "behind", "on_track", "met")  # worst first
OUTCOMES = {
    "target": (*VERDICTS, "insufficient_data", "not_yet_due"),
    "task": ("done", "under_way", "overdue", "blocked"),
}
some_facts = st.lists(
    st.sampled_from([(kind, one) for kind, all_ in OUTCOMES.items() for one in all_]), max_size=30
).map(lambda drawn: [Fact(kind=k, id=str(n), label=k, outcome=o) for n, (k, o) in enumerate(drawn)])
group_numbers = st.integers(0, 2)


def scored(known: list[Fact], group: int) -> Statement:
    scheme = small_city()
    return score(scheme, scheme.groups[group], known)


@given(some_facts, group_numbers)
def test_the_total_is_the_sum_of_its_lines_and_full_marks_make_100(
    known: list[Fact], group: int
) -> None:
    statement = scored(known, group)
    points = [line.points for line in statement.lines if line.points is not None]
    assert statement.total == (sum(points) if points else None)
    assert statement.out_of == (100 if points else 0)
    assert all(0 <= (line.points or 0) <= line.full for line in statement.lines)


@given(some_facts, group_numbers, st.randoms())
def test_the_order_of_the_facts_does_not_matter(known: list[Fact], group: int, random: object) -> None:  # fmt: skip
    shuffled = list(known)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert scored(shuffled, group) == scored(known, group)


@given(some_facts, group_numbers, st.sampled_from(VERDICTS), st.sampled_from(VERDICTS))
def test_a_better_verdict_never_gives_less(
    known: list[Fact], group: int, one: str, other: str
) -> None:
    worse, better = sorted((one, other), key=VERDICTS.index)
    totals = [
        scored([*known, Fact(kind="target", id="more", label="more", outcome=verdict)], group).total
        for verdict in (worse, better)
    ]
    assert totals[0] is None or (totals[1] is not None and totals[0] <= totals[1])


# --- a file that is wrong ---


@pytest.mark.parametrize(
    ("before", "after", "code", "words"),
    [
        ("targets: 60", "targets: 50", "weights", "第 14 行（groups[1].weights）：权重合计为 90"),
        ("rule: manual", "rule: gut_feeling", "value_refused", "第 10 行（items[3].rule）：不能是“gut_feeling”"),
        ("behind: 0.4", "behind: 0.9", "points_order", "第 8 行（items[1].points.on_track）：on_track 的得分率低于 behind"),
        ("under_way: 0.6", "halfway: 0.6", "entry_unknown", "第 9 行（items[2].points.halfway）：没有“halfway”"),
        ("id: bonus", "id: review", "twice", "第 11 行（items[4]）：“review”出现两次"),
        (", cap: 5", "", "entry_missing", "第 12 行（items[5]）：缺少“cap”"),
        ("digits: 2", "digits: many", "value_refused", "第 3 行（digits）：不能是“many”。此处可写：0–4"),
        ("zh: 示例考核", "zh: [", "unreadable", "appraisal.yaml 第 "),
        ("kinds: [生态涵养区]", "units: [东湖区]", "twice", "第 15 行（groups[2]）：“东湖区”出现两次"),
        ("{tasks: 100}", "{bonus: 100}", "entry_unknown", "没有“bonus”这一项。此处可写：targets、tasks、review"),
    ],
)  # fmt: skip
def test_a_bad_scheme_is_refused_with_its_line_and_item(
    before: str, after: str, code: str, words: str
) -> None:
    assert before in SCHEME
    with pytest.raises(LuhengError) as refused:
        read_scheme(SCHEME.replace(before, after, 1), "appraisal.yaml")
    assert refused.value.message.code == f"appraisal_scheme_{code}"
    assert words in str(refused.value)


@pytest.mark.parametrize("text", ["", "一段话", "- a\n- b", "a: &x [*x]"])
def test_a_file_that_is_no_scheme_is_refused(text: str) -> None:
    with pytest.raises(LuhengError):
        read_scheme(text, "appraisal.yaml")
