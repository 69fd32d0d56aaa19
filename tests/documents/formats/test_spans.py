"""Every paragraph and cell points at its own words."""

from hypothesis import given
from hypothesis import strategies as st

from luheng.documents.formats import open_bytes
from luheng.documents.source import Source, Table

WORDS = st.text(alphabet="绿色产业建设2026.5—%（）", min_size=1, max_size=12).filter(str.strip)
CELLS = st.one_of(st.just(""), WORDS, st.tuples(WORDS, WORDS).map("\n\n".join))
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6)


def assert_spans_are_exact(source: Source) -> None:
    for block in source.blocks:
        assert 0 <= block.span.start <= block.span.end <= len(source.text)
        for cell in (
            (cell for row in block.rows for cell in row) if isinstance(block, Table) else ()
        ):
            printed = source.text[cell.span.start : cell.span.end]
            assert printed.replace("\n", "") == cell.text


@given(ROWS)
def test_of_tables_with_a_tabbed_line_for_each_cell(rows: list[list[str]]) -> None:
    table = "\n\n".join(
        "\n".join(f"\t{cell}" for cell in row) for row in [["名称", "内容", "单位"], *rows]
    )
    source = open_bytes("表.txt", f"任务表\n\n{table}\n\n\n附件2\n".encode())
    assert_spans_are_exact(source)


@given(ROWS)
def test_of_numbered_runs(rows: list[list[str]]) -> None:
    lines = "\n".join("\n".join([str(number), *row]) for number, row in enumerate(rows, 1))
    assert_spans_are_exact(open_bytes("表.txt", f"序号\n名称\n内容\n单位\n{lines}\n".encode()))


@given(ROWS)
def test_of_tables_with_bars(rows: list[list[str]]) -> None:
    text = "\n".join("|" + "|".join(row).replace("\n", "") + "|" for row in rows)
    assert_spans_are_exact(open_bytes("表.txt", f"|名称|内容|单位|\n{text}\n".encode()))


@given(st.text(alphabet="一、绿色产业 \t\n\r|　12.—（）。，", max_size=200).filter(str.strip))
def test_of_any_text(text: str) -> None:
    source = open_bytes("文.txt", text.encode())
    assert_spans_are_exact(source)
    starts = [block.span.start for block in source.blocks]
    assert starts == sorted(starts)
