"""What stands before the first clause: title, issuer, number, dates, draft mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from luheng.documents.model import Span
from luheng.documents.plan.dates import DATE, iso_date, read_date
from luheng.documents.plan.findings import printed
from luheng.documents.plan.lines import Line
from luheng.documents.source import Source
from luheng.documents.view import View

_KINDS = r"(?:方案|规划|计划|意见|办法|纲要|细则|措施|任务书|行动|路线图|工作要点|(?:任务|工作|项目)清单)"
_YEARS = r"(?:（?20\d\d年?[-—~至到]+20\d\d年?）?|（20\d\d年?(?:版|度|本)?）|（试行）|（修订稿?）|（\d{4}年修订）)"
_DRAFT = r"（(?:公开|再次|第[一二三]次)?(?:征求意见稿?|草案|送审稿|讨论稿|审议稿|初稿|报批稿|评审稿|论证稿)[^（）]{0,8}）"
_TITLE = re.compile(rf"^(?P<title>.{{0,76}}{_KINDS}{_YEARS}?)(?P<draft>{_DRAFT})?{_YEARS}?$")
_COVER = re.compile(
    r"^(?P<issuer>.{0,30}?)关于(?:印发|发布|下发|转发)(?P<title>.+?)的(?:通知|公告|函)$"
)
_NO_TITLE_LINE = re.compile(
    r"[。；：！？]|^附件|^（|^《.*》$|的(?:通知|公告|函)$|^有效$|(?:人民政府|办公室|办公厅|委员会|领导小组|指挥部)$|^现将|^目录$"
)
_NUMBER = re.compile(r"[一-鿿]{1,14}[〔（](?:19|20)\d\d[〕）]第?\d{1,4}号")
_NUMBER_LABEL = re.compile(
    r"^(?:发文字号|文号|发文文号|文件编号)[：]?|^〔?(?:索引号).*?文号："
    r"|^.{0,40}?(?:文|字)？*号？*：(?=[一-鿿]{2,10}〔)"  # ？ where blanks were lost
)
_ISSUED = re.compile(r"^(?:成文日期|发文日期|印发日期|制定日期)：?")
_PUBLISHED = re.compile(r"(?:发布|更新|公开|发文)?(?:时间|日期)：?|来源：")
_ORGAN = re.compile(
    r"^(?=.{3,40}$)[一-鿿（）]+(?:人民政府|办公室|办公厅|委员会|局|厅|领导小组|指挥部|管委会|委)$"
)
_ISSUED_AS = re.compile(
    r"^(?P<issuer>[一-鿿]{2,20}(?:人民政府|办公[室厅]|委员会|局|厅))(?:关于)?(?:印发|发布)(?P<title>[^《》]{6,})$"
)
_NEWS_DATE = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})日，[^。]{0,40}(?:发布|印发|公布)")
_TITLE_LINES = 4


@dataclass(frozen=True, slots=True)
class PlanTitle:
    """A title as the document prints it, over the lines `first` to `last`."""

    first: int
    last: int
    text: str  # of the view, draft mark out
    draft: bool


@dataclass(slots=True)
class TitleBlock:
    """The front matter of a plan; None where the document does not print it."""

    title: str | None = None
    title_as_printed: str | None = None
    issuer: str | None = None
    doc_no: str | None = None
    issued_on: str | None = None
    published_on: str | None = None
    status: str | None = None


def find_titles(lines: list[Line]) -> list[PlanTitle]:
    """Every run of lines that reads like the title of a plan, in order."""
    titles: list[PlanTitle] = []
    place = 0
    while place < len(lines):
        found = _title_from(lines, place)
        if found:
            titles.append(found)
            place = found.last
        place += 1
    return titles


def _title_from(lines: list[Line], first: int) -> PlanTitle | None:
    if not _may_be_title(lines[first]):
        return None
    whole = ""
    for last in range(first, min(first + _TITLE_LINES, len(lines))):
        if last > first and not _may_be_title(lines[last]):
            break
        whole += lines[last].text
        if len(whole) > 90:
            break
        if (found := _TITLE.match(whole)) and len(found["title"]) >= 6 and not _COVER.match(whole):
            mark, end = found["draft"] is not None, last
            if last + 1 < len(lines) and re.fullmatch(_DRAFT, lines[last + 1].text):
                mark, end = True, last + 1
            title = found["title"]
            if end + 1 < len(lines) and re.fullmatch(_YEARS, lines[end + 1].text):
                title, end = title + lines[end + 1].text, end + 1
            return PlanTitle(first, end, title, mark)
    return None


def _may_be_title(line: Line) -> bool:
    text = line.text
    return (
        line.number is None
        and 2 <= len(text) <= 60
        and not _NO_TITLE_LINE.search(text)
        and not DATE.search(text)
        and not _NUMBER.fullmatch(text)
        and not text.isdigit()
    )


def read_title_block(
    source: Source, page: list[Line], lines: list[Line], title: PlanTitle | None, body: int
) -> TitleBlock:
    """Front matter from the page's lines and from the document's, whose clauses begin at `body`."""
    block = TitleBlock()
    front = lines[:body]
    cover = _cover_title(front[: title.first] if title else front or lines[:40])
    if title:
        span = Span(lines[title.first].span.start, lines[title.last].span.end)
        block.title_as_printed = printed(source, span)
        block.title = _without_mark(block.title_as_printed)
        above = lines[title.first - 1].text if title.first else ""
        if named := _ISSUED_AS.match(block.title):
            block.issuer, block.title = named["issuer"], named["title"]
        elif title.text.startswith("关于") and _ORGAN.match(above):
            block.issuer = above
    elif cover:
        block.title = cover["title"].strip("《》")
    block.doc_no = _own_number(source, page, front)
    signature, block.issued_on = _signature(source, lines, title)
    block.issued_on = block.issued_on or _labelled_date(page, _ISSUED)
    named_on_cover = cover["issuer"] if cover and _ORGAN.match(cover["issuer"]) else None
    block.issuer = signature or named_on_cover or block.issuer
    first = title.first if title else body
    block.published_on = _published(page, first, block.issued_on)
    draft = (title is not None and title.draft) or _says_draft(front)
    block.status = "draft" if draft else "issued"
    return block


def _without_mark(title: str) -> str:
    return re.sub(
        r"[（(〔\[](?:公开|再次|第[一二三]次)?(?:征求意见稿?|徵求意見稿?|草案|送审稿|送審稿|讨论稿|討論稿|审议稿|"
        r"初稿|报批稿|评审稿|论证稿)[^（）()]{0,8}[）)〕\]]",
        "",
        title,
    )


def _cover_title(front: list[Line]) -> re.Match[str] | None:
    """The heading of the notice; of several readings the last that begins with an organ's name."""
    covers = [found for first in range(len(front)) if (found := _cover_at(front, first))]
    signed = [found for found in covers if _ORGAN.match(found["issuer"])]
    return signed[-1] if signed else next(iter(covers), None)


def _cover_at(front: list[Line], first: int) -> re.Match[str] | None:
    whole = ""
    for line in front[first : first + _TITLE_LINES]:
        if len(line.text) > 70 or "。" in line.text:
            return None
        whole += line.text
        if found := _COVER.match(whole):
            return found
    return None


def _own_number(source: Source, page: list[Line], front: list[Line]) -> str | None:
    for line in [*front, *page[:40]]:
        label = _NUMBER_LABEL.match(line.text)
        start = label.end() if label else 0
        found = _NUMBER.match(line.text, start)
        rest = line.text[found.end() :] if found else ""
        if found and (not rest or label or DATE.fullmatch(rest)):
            return printed(source, line.part(*found.span()))
    return None


def _joint_issuer(source: Source, above: list[Line]) -> str:
    """The organs that sign together, over the lines above a date and side by side in one line."""
    signed: list[str] = []
    for line in takewhile(lambda line: _ORGAN.match(line.text), reversed(above)):
        words = [View.of(word).text for word in source.text[slice(*_ends(line))].split()]
        whole = all(_ORGAN.match(word) for word in words)
        signed += reversed(words) if whole else [line.text]
    return "、".join(dict.fromkeys(reversed(signed)))


def _ends(line: Line) -> tuple[int, int]:
    return line.span.start, line.span.end


def _signature(
    source: Source, lines: list[Line], title: PlanTitle | None
) -> tuple[str | None, str | None]:
    """The issuer and date that sign the cover note, or the end of the document.

    A date by itself is taken where no organ stands before any.
    """
    alone: str | None = None
    for place, line in enumerate(lines):
        found = DATE.search(line.text)
        if not found or found.end() != len(line.text) or len(line.text) > 60:
            continue
        if title and title.first <= place <= title.last:
            continue
        before = _NUMBER.sub("", line.text[: found.start()])
        issuer = before or (lines[place - 1].text if place else "")
        if _ORGAN.match(issuer):
            return before or _joint_issuer(source, lines[:place]), iso_date(found)
        if not before and "年" in found[0]:
            alone = alone or iso_date(found)
    return None, alone


def _labelled_date(page: list[Line], pattern: re.Pattern[str]) -> str | None:
    for line in page:
        if pattern.search(line.text) and len(line.text) < 120 and (date := read_date(line.text)):
            return date
    return None


def _published(page: list[Line], first: int, issued_on: str | None) -> str | None:
    """The page's own date; from a news lead its day, with the year of the signature."""
    if date := _labelled_date(page[: first + 40], _PUBLISHED):
        return date
    for line in page[:3]:
        if issued_on and (found := _NEWS_DATE.search(line.text)):
            date = read_date(f"{issued_on[:4]}年{found[1]}月{found[2]}日")
            return date if date and date >= issued_on else None
    return None


def _says_draft(front: list[Line]) -> bool:
    return any(re.fullmatch(_DRAFT, line.text) or "公开征求意见的" in line.text for line in front)
