"""What a web page puts around a document: breadcrumbs, dates, buttons, statements, contacts."""

from __future__ import annotations

import re

from luheng.documents.plan.lines import Line, PlacedTable

_PAGE_LINES = re.compile(
    r"""
    ^[-—·\s]*\d{1,4}[-—·\s]*$                       # a page number, a count of likes
    | ^第\d+页|^共\d+页
    | ^(?:首页|当前位置|您(?:的|当前)?(?:的)?位置|您现在的位置|所在位置|位置)[：＞]?.{0,80}$
    | ^首页.{0,3}＞|＞.{0,20}(?:正文|详情)$
    | ^(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\d{1,2}：\d\d(?:：\d\d)?)?\s*\d{0,2}[:：]?\d{0,2}\s*来源
    | ^(?:信息)?来源：|^(?:发布|更新|发稿)(?:时间|日期|机构|单位|人)：|^发布时间
    | ^(?:浏览|点击|阅读|访问)(?:次数|量|数)?：?\d*|^(?:作者|编辑|责任编辑|审核|校对|供稿|记者)：.{0,40}$
    | ^(?:索引号|主题分类|公文种类|体裁分类|组配分类|有效性|关键词|主题词|信息分类|生成日期|名称|标题)：
    | ^(?:字号|字体|语音|打印|分享|收藏|投稿|点赞|朗读|播放|关闭|下载|评论|今日|本周|本月|展开全文|返回顶部
        |本页|窗口|到|大|中|小|[：〔〕（）\[\]+\-|\s])+$
    | ^(?:我要)?(?:打印|关闭|收藏|分享)(?:本页|窗口|到).{0,10}$
    | ^〔(?:打印|关闭|收藏|字体|字号|返回).{0,20}$
    | ^(?:新闻排行榜|热门推荐|相关(?:推荐|阅读|新闻|链接|资讯)|查看更多|更多＞*)
    | ^打开.{0,20}APP|^点击空白|^双指拖动|^\*点击
    | ^扫一扫|^扫描二维码|^分享到|^微信扫
    | 查看更多＞.*查看更多＞
    | ^[|\s＞«»<·]+$
    | (?:\.{2,}|…+|·{3,})\s*\d{1,3}$                 # a line of the contents: 一、总则......1
    """,
    re.VERBOSE,
)
_TAIL = re.compile(
    r"^(?:特别声明|免责声明|版权声明|郑重声明|法律声明|声明：|凡(?:本网|来源|注明|本站)|扫一扫|扫描二维码|"
    r"责任编辑|上一篇|下一篇|相关(?:阅读|链接|新闻|推荐|资讯)|主办单位|承办单位|网站标识码|版权所有|"
    r"打印本页|〔打印|关闭窗口|展开全文|分享到|网站地图|联系我们|微信/手机|打开.{0,20}APP)"
    r"|ICP备\d"
)
_CONTACT = re.compile(
    r"(?:联系人|联系电话|咨询电话|监督电话|电话|传真|手机|微信|邮箱|电子邮[箱件]|QQ)[：/].{0,30}[\d@]"
    r"|(?<!\d)1[3-9]\d{9}(?!\d)|[\w.]+@[\w.]+\.(?:com|cn|net)"
)
_CONTENTS = re.compile(r"^目录$")
_CONTENTS_LINE = re.compile(r"^[^。；]{2,60}?[.…·\-—]*\d{1,3}$")
_ORIGINAL_FOLLOWS = re.compile(r"^(?:(?:方案|通知|文件|政策)?(?:原文|全文)(?:如下|内容)?[：:]?)$")


def is_page_line(line: Line) -> bool:
    """Whether a line belongs to the page and not to the document."""
    return len(line.text) <= 120 and _PAGE_LINES.search(line.text) is not None


def holds_contact(line: Line) -> bool:
    """Whether a line tells how to reach a person; such lines are never kept."""
    return len(line.text) <= 200 and _CONTACT.search(line.text) is not None


def announces_original(line: Line) -> bool:
    """Whether a line says that the document itself begins after it: 原文如下."""
    return _ORIGINAL_FOLLOWS.match(line.text) is not None


def without_chrome(lines: list[Line], tables: list[PlacedTable]) -> list[Line]:
    """The lines of the document alone: the tail of the page cut, its lines dropped."""
    kept = _without_contents(lines[: _tail(lines, tables)])
    return [line for line in kept if not is_page_line(line) and not holds_contact(line)]


def _without_contents(lines: list[Line]) -> list[Line]:
    """The lines without a table of contents: 目录 and the lines after it that end in a page number."""
    start = next((at for at, line in enumerate(lines) if _CONTENTS.match(line.text)), None)
    if start is None:
        return lines
    end = start + 1
    while end < len(lines) and _CONTENTS_LINE.match(lines[end].text):
        end += 1
    return lines[:start] + lines[end:]


def _tail(lines: list[Line], tables: list[PlacedTable]) -> int:
    """Where the page's own end begins: after it no numbered line and no table comes."""
    last_table = max((placed.block for placed in tables), default=-1)
    end = len(lines)
    for place in range(len(lines) - 1, -1, -1):
        line = lines[place]
        if line.block < last_table or (line.number and not _TAIL.search(line.text)):
            break
        if _TAIL.search(line.text):
            end = place
    return end
