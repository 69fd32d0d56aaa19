"""The original beside what was read: every character stands once, every mark finds its item."""

from hypothesis import given
from hypothesis import strategies as st

from luheng.workplace.pages.marked_text import Line, Mark, Piece, lines

TEXT = "一、目标\n到2025年，甲达到90%，乙达到80%。\n\n序号\t名称\n"


def text_of(line: Line) -> str:
    return "\t".join("".join(piece.text for piece in cell) for cell in line.cells)


def test_overlapping_readings_of_one_sentence_are_both_found() -> None:
    both = [Mark(5, 19, "target", "target-1"), Mark(13, 26, "target", "target-2")]
    sentence = list(lines(TEXT, both, {}))[1]
    assert sentence.cells[0][1] == Piece(TEXT[13:19], "target", "target-2 target-1")


def test_a_heading_is_an_anchor_and_a_row_has_cells() -> None:
    read = list(lines(TEXT, [], {0: ("c1", 1)}))
    assert (read[0].anchor, read[0].level) == ("c1", 1)
    assert len(read) == 3
    assert len(read[2].cells) == 2


def test_a_mark_over_several_lines_goes_on_in_each() -> None:
    read = list(lines("第一行\n第二行", [Mark(1, 6, "task", "task-9")], {}))
    assert [piece.text for line in read for piece in line.cells[0] if piece.items] == [
        "一行",
        "第二",
    ]


@given(
    st.text("甲乙 \n\t", max_size=40),
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=6),
)
def test_no_character_is_lost_or_doubled(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(start, start + length, "task", f"t-{start}") for start, length in spans]
    shown = [text_of(line) for line in lines(text, marks, {})]
    assert shown == [line for line in text.splitlines() if line.strip()]
