"""The invented city stands where its figures, worked by hand, say it stands."""

from datetime import date

import pytest
from tests.examples.labelled import labels, observations, targets

from luheng.documents.model import Target
from luheng.judgement import Judgement, Verdict, VerdictCounts, judge
from luheng.vocabulary.indicators import find

EXPECTED = labels("verdicts")
TODAY = date.fromisoformat(EXPECTED["today"])
EVIDENCE = list(observations())


def judged(target: Target) -> Judgement:
    entry = find(target.indicator)
    better = entry.direction if entry else None
    return judge(target, EVIDENCE, today=TODAY, place=EXPECTED["place"], direction=better)


@pytest.mark.parametrize(
    "row",
    EXPECTED["verdicts"],
    ids=lambda row: f"{row['indicator']}-{row['year']}-{row['section']}",
)
def test_a_target_stands_where_hand_arithmetic_puts_it(row: dict) -> None:
    wanted = row["indicator"], row["year"], row["section"]
    target = next(t for t in targets() if (t.indicator, t.year, t.section) == wanted)
    judgement = judged(target)
    assert judgement.verdict == row["verdict"], f"{row['why']}\n{judgement.en}"
    if "stretch" in row:
        assert judgement.stretch is not None
        assert judgement.stretch.verdict == row["stretch"]


def test_the_city_shows_every_verdict() -> None:
    counts = VerdictCounts.of(judged(target) for target in targets()).counts
    assert [verdict for verdict in Verdict if not counts[verdict]] == []
