"""What a bulletin says of itself: title, issuer, the time it is about, how final its figures are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from luheng.documents.model import Span
from luheng.documents.observations.places import listed_in
from luheng.documents.observations.times import UNKNOWN, times
from luheng.documents.plan.chrome import is_page_line
from luheng.documents.plan.dates import read_date
from luheng.documents.plan.lines import Line as PageLine
from luheng.documents.source import Paragraph, Source, Table
from luheng.documents.view import View
from luheng.vocabulary.places import PLACE_NAME, is_division, provinces

_KIND = r"(?:公报|简报|年报|月报|季报|快报|通报|报告|报告书|白皮书|状况|情况|简况|概况|数据|公告|形势|运行分析|[填汇统年季月]?报表|统计表|汇总表|调查表|一览表)"
_TITLE = re.compile(
    rf"^(?![一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.、])[^。；！？]{{4,70}}{_KIND}(?:（[^（）]*）|〔\d+〕)*$"
)
_EXCERPT = re.compile(
    r"[\[〔［]\d+[\]〕］]$|[（(〔\[](?:节录|节选|摘录|摘编|摘要|摘登|全文|简版|節錄|節選|摘錄|摘編)[）)〕\]]"
)
_LABEL = re.compile(
    r"(?:发布(?:机构|单位|部门)|发文(?:机关|机构|单位)|公开(?:机构|主体|责任部门)|信息来源|来源|供稿(?:单位)?|编制单位|主办单位)：?"
    r"(?P<name>[^：|＞\d]*?)(?=[\s：|\d〔（]|发布|更新|时间|日期|浏览|字号|字体|作者|打印|阅读|点击|$)"
)
_NO_ISSUER = re.compile(r"^(?:本网|本站|网络|互联网|未知|原创|转载|其他|网站|.{0,6}网)$")
_ORGAN = (
    r"[一-鿿]{2,16}?(?:统计局|生态环境局|环境保护局|环保局|水务局|水利局|能源局|林业局|气象局|自然资源局|海洋局|农业农村局|发展和改革委员会|发展改革委|"
    r"发展和改革局|工业和信息化局|住房和城乡建设局|城市管理局|人民政府|人民政府办公室|调查队|统计处|生态环境厅|水利厅|统计中心|供电局|供电公司|交通运输局|监测中心站?|监测站)"
)
_ORGANS = re.compile(rf"{_ORGAN}")
_LEARNT = re.compile(
    rf"(?:从|据)(?P<name>{_ORGAN})(?:获悉|了解到|消息|通报|发布|公布|提供|统计)|(?P<says>{_ORGAN})(?:近日|日前|昨日|今日)?(?:发布|公布|通报|召开)"
)
_PRELIMINARY = re.compile(r"初步(?:核算|统计|测算|数据|核实|汇总)|快报")
_DATED = re.compile(
    r"(?:发布|更新|公开|发文|成文|印发|生成)?(?:时间|日期)：?|^(?:19|20)\d\d(?:年\d{1,2}月\d{1,2}日|([-/.])\d{1,2}\1\d{1,2})"
)
_FULL_DATE = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")
_PLACE = re.compile(PLACE_NAME)
_BEFORE_PLACE = re.compile(
    r"国家统计局|关于|(?:19|20)\d\d年度?|\d+月份?|[上下]半年|[前第]?[一二三四]季度|全年"
)
_CITY = re.compile(r"(?<![一-鿿])(?:在|从|截至|据|年)?([一-鿿]{2,3}市)(?!区|场|民|政|委|域|级|直)")
_NEWSPAPER = re.compile(
    r"(?<![一-鿿])(?!人民|光明|经济|中国|南方|新华|农民|工人|科技|法治|新京|澎湃)([一-鿿]{2,3})(?:日报|晚报)"
)


_ENOUGH = 200_000  # characters that settle place and time


@dataclass(slots=True)
class FrontMatter:
    """The front matter of a bulletin; None where it does not say."""

    title: str | None = None
    issuer: str | None = None
    period: str | None = None
    status: Literal["final", "preliminary"] = "final"
    place: str | None = None
    published_on: str | None = None
    names: dict[str, str] = field(default_factory=dict)  # short names of the place
    body: int = 0  # the first block after the title block


@dataclass(frozen=True, slots=True)
class Opening:
    """A paragraph near the beginning: its view and its place among the blocks."""

    text: str
    span: Span
    block: int
    page: bool  # belongs to the web page around the bulletin


def read_front_matter(source: Source) -> FrontMatter:
    """Front matter from the first paragraphs, the title and, failing these, the body."""
    front = FrontMatter()
    lines = _openings(source)
    whole = _whole(source)
    front.published_on = _published(lines)
    title = _find_title(lines)
    if title:
        front.title = _EXCERPT.sub("", spelled(source.text, title[0].span, title[-1].span)).strip()
        front.body = title[-1].block + 1
    front.issuer, after = _issuer(source, lines, front.body, whole)
    tables = [i for i, block in enumerate(source.blocks) if isinstance(block, Table)]
    front.body = min([max(front.body, after), *tables])
    front.place = _place(front, whole)
    if front.place:
        front.names = {front.place: front.place, front.place[:-1]: front.place}
        if len(front.place) < 3:
            front.names = {front.place: front.place}
        if front.issuer and re.match("[市州县区]", front.issuer):
            front.issuer = front.place[:-1] + front.issuer
    front.period = _period(front, whole)
    front.status = "preliminary" if _PRELIMINARY.search(whole) else "final"
    return front


def _whole(source: Source) -> str:
    """The beginning of a text in the view's form, each paragraph and each cell on its own line."""
    words: list[str] = []
    size = 0
    for block in source.blocks:
        if isinstance(block, Table):
            words += [View.of(cell.text).text for row in block.rows for cell in row]
        else:
            words.append(source.view(block.span).text)
        size += block.span.end - block.span.start
        if size > _ENOUGH:
            break
    return "\n".join(words)


def spelled(text: str, first: Span, last: Span) -> str:
    """The words of a stretch in simplified characters, its blanks kept as one."""
    words = text[first.start : last.end].split()
    return " ".join(View.of(word).text for word in words if View.of(word).text)


def _openings(source: Source) -> list[Opening]:
    lines: list[Opening] = []
    for block, paragraph in enumerate(source.blocks[:60]):
        if not isinstance(paragraph, Paragraph):
            break
        if paragraph.style == "Sheet":
            continue
        view = source.view(paragraph.span)
        if view.text.strip():
            line = PageLine(view, paragraph.span, None, block)
            lines.append(Opening(view.text, paragraph.span, block, is_chrome(line)))
    return lines


def is_chrome(line: PageLine) -> bool:
    """Whether a line belongs to the page a bulletin was published on."""
    return is_page_line(line) or bool(
        len(line.text) < 120
        and re.search(
            r"＞.*＞|\|.*\||^(?:当前位置|您的位置|首页)|〔字[体号]|责任编辑|上一篇|下一篇|扫一扫|打印本页|关闭窗口|网站标识码|无障碍",
            line.text,
        )
    )


def _find_title(lines: list[Opening]) -> list[Opening]:
    body = next(
        (i for i, line in enumerate(lines) if len(line.text) > 60 and "。" in line.text), len(lines)
    )
    front = [line for line in lines[: max(body, 1)] if not line.page]
    if not front and lines:
        front = [line for line in lines[:5] if "＞" not in line.text]
    for place, line in enumerate(front):
        if _TITLE.match(line.text) and not re.search("：", line.text[:8]):
            if place and _continues(front[place - 1], line):
                return [front[place - 1], line]
            return [line]
    for line in front:
        if (
            6 <= len(line.text) <= 60
            and not re.search(r"[。；]|^\d{4}[-年]|^.{1,6}：|^〔", line.text)
            and not _FULL_DATE.search(line.text)
            and not _ORGANS.fullmatch(line.text)
        ):
            return [line]
    return []


def _continues(before: Opening, line: Opening) -> bool:
    """A title over two lines: the first names the place or year that the second lacks."""
    if (
        len(before.text) > 30
        or re.search(r"[。：；]|（略）$", before.text)
        or _ORGANS.fullmatch(before.text)
    ):
        return False
    dated = [w for w in times(line.text, None) if w.period]
    return (
        not dated
        and line.block == before.block + 1
        and bool(re.search(r"(?:19|20)\d\d年|[市省县区]$|发展$|环境$|国民经济", before.text))
    )


def _published(lines: list[Opening]) -> str | None:
    for line in lines[:30]:
        found = _DATED.match(line.text) or (len(line.text) < 120 and _DATED.search(line.text))
        if not found and len(line.text) < 40 and not line.text.endswith("日"):
            found = _FULL_DATE.search(line.text)
        if found and (date := read_date(line.text)):
            return date
    return None


def _issuer(source: Source, lines: list[Opening], body: int, whole: str) -> tuple[str | None, int]:
    for line in lines:
        if body <= line.block <= body + 5 and (names := _organs_alone(source, line)):
            return "、".join(names), line.block + 1
    for line in lines[:30]:
        found = (
            _LABEL.search(spelled(source.text, line.span, line.span))
            if len(line.text) < 160
            else None
        )
        if found:
            name = found["name"].strip("：: 　")
            if name and not _NO_ISSUER.match(name):
                return name, body
    if signed := _signature(source):
        return signed, body
    for line in lines:
        if line.block < body and (names := _organs_alone(source, line)):
            return "、".join(names), body
    if found := _LEARNT.search(whole[:4000]):
        return found["name"] or found["says"], body
    return None, body


def _organs_alone(source: Source, line: Opening) -> list[str]:
    """The organs of a line that holds nothing else."""
    words = re.split(r"[\s、，]+", source.text[line.span.start : line.span.end].strip())
    names = [View.of(word).text for word in words if word]
    return names if names and all(_ORGANS.fullmatch(name) for name in names) else []


def _signature(source: Source) -> str | None:
    for block in reversed(source.blocks[-12:]):
        if isinstance(block, Paragraph):
            text = source.view(block.span).text
            if found := re.fullmatch(rf"({_ORGAN})(?:(?:19|20)\d\d年\d+月\d+日)?", text):
                return found[1]
    return None


def _place(front: FrontMatter, whole: str) -> str | None:
    """The place the bulletin is of: the most particular one of issuer or title, else of the text."""
    said = [front.issuer or "", front.title or ""]
    for text in said:
        if name := _division(text):
            return name
    own = re.search("[全我本]市", whole) is not None
    counts = Counter(n for n in _CITY.findall(whole) if is_division(n))
    for name, _ in counts.most_common():
        if any(name[:-1] in text for text in said):
            return name
    listed = [name for text in said for name in listed_in(text)]
    if own or counts.total() > 2:
        listed += [name for name, _ in counts.most_common(1)]
    if listed:
        return next((name for name in listed if name not in provinces()), listed[0])
    paper = _NEWSPAPER.search((front.issuer or "") + whole[:300])
    return f"{paper[1]}市" if paper and own else None


def _division(text: str) -> str | None:
    """The last of the divisions that stand side by side: 扬州市 of 江苏省扬州市."""
    found = [m for m in _PLACE.finditer(_BEFORE_PLACE.sub(" ", text)) if is_division(m[0])]
    within = [m for m in found if m[0] not in provinces()] or found
    chain = within[:1]
    for name in within[1:]:
        if name.start() != chain[-1].end():
            break
        chain.append(name)
    return chain[-1][0] if chain else None


def _period(front: FrontMatter, whole: str) -> str | None:
    """The time of the title, else the first full one of the body; never the day of the page."""
    year = _first_year(whole) or (front.published_on or "")[:4] or None
    for when in times(front.title or "", year):
        if when.period and when.period != UNKNOWN and not when.window:
            return when.period
    return _first_period(whole) or _first_part(whole, front.published_on) or year


def _first_part(whole: str, published: str | None) -> str | None:
    """The first part of the year that news of it names: 今年上半年, 7月份."""
    if not published:
        return None
    for when in times(whole[:3000], published[:4]):
        if when.period and len(when.period) > 4 and not when.window and when.period != UNKNOWN:
            return when.period
    return None


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?!\d{1,2}月\d{1,2}日)")


def _first_year(text: str) -> str | None:
    found = _YEAR.search(text)
    return found[1] if found else None


def _first_period(text: str) -> str | None:
    for found in re.finditer(r"(?:19|20)\d\d年", text):
        before = text[max(0, found.start() - 3) : found.start()]
        if re.search(r"[比较与和]$", before):
            continue
        for when in times(
            text[found.start() - 2 if found.start() > 1 else 0 : found.end() + 16], None
        ):
            if when.period and when.period != UNKNOWN and not when.window:
                return when.period
    return None
