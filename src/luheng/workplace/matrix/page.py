"""The matrix on paper: docs/permissions.md, written from the declarations and never by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import translation

from luheng.workplace.matrix.lines import (
    Answer,
    ColumnLine,
    Line,
    column_lines,
    operation_lines,
    page_lines,
)
from luheng.workplace.permissions import ROLE_LABELS, Act, RoleName, is_allowed

_MARKS = {
    Answer.YES: "●", Answer.OWN: "◐", Answer.PUBLISHED: "◇", Answer.OPENED: "○", Answer.NO: "·",
}  # fmt: skip
_WRITES = {Answer.YES: " ✎", Answer.OWN: " ✎◐", Answer.NO: ""}
_HEAD = """\
# 权限表 Permissions

由页面、接口、流程和清单字段的声明生成；测试以每种角色逐项请求真实的页面和接口，与本表核对。不要手改：
`python tools/write_permissions.py`。

Generated from what pages, operations, lifecycles and columns declare. The tests ask the real pages and the
real API as every role and compare. Not to be edited by hand.

| 记号 mark | 含义 | meaning |
|---|---|---|
| ● | 可以 | yes |
| ◐ | 仅本单位（本人）的记录 | for records of one's own unit, or one's own |
| ◇ | 发布以后 | once it is published |
| ○ | 城市开放公开页后，人人可看，不必登录 | everyone without signing in, where the city has opened its public pages |
| ✎ | 还可以改（页面或 Excel）；✎◐ 仅本单位的记录 | may write it too, on a page or with a workbook; ✎◐ for one's own unit |
| · | 不可以：页面 403，接口 403，他单位的督办单、填报表按不存在答复（404） | no: 403; another unit's order or return is answered as not there (404) |

未登录的人（公众一列）：页面转到登录页，接口 401；只有标 ○ 的在城市开放后可看。
Nobody signed in (column “public”) is led to the sign-in page, or gets 401 from the API, but for what is marked ○.
"""
_ASKING: tuple[RoleName | None, ...] = (*RoleName, None)
_ACTS: dict[Act, tuple[str, str]] = {
    Act.READ: ("阅读", "read"),
    Act.READ_PUBLIC: ("阅读公开页", "read the public page"),
    Act.ADD_DOCUMENT: ("导入文件", "add documents"),
    Act.REVIEW: ("复核、修改识读结果", "review and correct what was read"),
    Act.MAP_INDICATOR: ("对应指标目录", "map indicators"),
    Act.ASSIGN_VALUE: ("录入下达值", "enter assigned values"),
    Act.ENTER_OBSERVATION: ("录入数据", "enter figures"),
    Act.REPORT_PROGRESS: ("填报进展", "report progress"),
    Act.IMPORT_ROWS: ("用 Excel 导入", "bring rows in with a workbook"),
    Act.TAKE_SNAPSHOT: ("留存评估、生成报告", "freeze the scorecard, make reports"),
    Act.COMPOSE_RETURN: ("编制、下达填报表", "compose and issue returns"),
    Act.FILE_RETURN: ("填报", "file returns"),
    Act.REVIEW_RETURN: ("审核填报表", "review returns"),
    Act.PLAN_WORK: ("安排年度工作", "plan the yearly work"),
    Act.ISSUE_ORDER: ("起草、下达督办", "draft and issue orders"),
    Act.ANSWER_ORDER: ("办理督办", "answer orders"),
    Act.REVIEW_ORDER: ("复核、销号", "review and close orders"),
    Act.ADD_EVIDENCE: ("提交佐证", "hand in evidence"),
    Act.APPRAISE: ("考核", "appraise"),
    Act.OBJECT: ("提出异议", "object"),
    Act.MAKE_REPORT: ("生成验收资料", "make dossiers"),
    Act.SHARE: ("共享链接", "share by link"),
    Act.READ_HISTORY: ("查看修改历史", "read histories"),
    Act.READ_AUDIT: ("查看审计日志", "read the audit log"),
    Act.SEE_JOBS: ("查看全部后台任务", "see everyone's jobs"),
    Act.ADMINISTER: ("管理账号", "administer accounts"),
    Act.COMMENT: ("发表意见", "comment"),
    Act.REORGANISE: ("机构改革", "reorganise units"),
    Act.OWN_ACCOUNT: ("管理自己的账号", "look after one's own account"),
}


def matrix_page() -> str:
    """The whole page."""
    with translation.override("zh-hans"):
        parts = [
            _HEAD,
            "## 角色可做的事 Acts\n",
            _table(("事项 act",), _acts()),
            "## 页面 Pages\n",
            _table(
                ("地址 address", "方法 method", "动作或清单 move or list"), _asked(page_lines())
            ),
            "## 接口 API\n",
            _table(("地址 address", "方法 method", "动作 move"), _asked(operation_lines())),
            "## 清单字段 Columns\n",
            "每个字段只声明一次公开或内部（`Column.public`，不声明即内部）；公开页、公开数据、公开接口、只含公开内容的共享链接都由此而来，",
            "搜索、筛选、排序也只及公开字段和公开的行。不在本表的清单和内容没有公开部分。",
            "Each column is declared public or internal once (`Column.public`; internal unless said). Public pages, open data,",
            "the public API and links with public parts only derive from it; search, filters and order reach nothing else.\n",
            _table(("清单 list", "字段 column"), _columns(column_lines())),
        ]
    return "\n".join(parts)


def _table(names: tuple[str, ...], rows: Iterable[str]) -> str:
    heads = [*names, *(str(ROLE_LABELS[role]) if role else "公众" for role in _ASKING)]
    rule = ["---"] * len(names) + [":-:"] * len(_ASKING)
    return "\n".join([_row(heads), f"|{'|'.join(rule)}|", *rows, ""])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _acts() -> Iterator[str]:
    for act in Act:
        zh, en = _ACTS[act]
        marks = [_mark_of_act(role, act) for role in _ASKING]
        yield _row([f"{zh} {en}", *marks])


def _mark_of_act(role: RoleName | None, act: Act) -> str:
    if role is None:
        return "○" if act is Act.READ_PUBLIC else "·"
    return "●" if is_allowed(role, act) else "·"


def _asked(lines: Iterable[Line]) -> Iterator[str]:
    for line in lines:
        marks = [_MARKS[line.answer(role)] for role in _ASKING]
        yield _row([f"`{line.address}`", line.method, line.move, *marks])


def _columns(lines: Iterable[ColumnLine]) -> Iterator[str]:
    shown = ""
    for line in lines:
        named = ""
        if line.register.key != shown:
            shown = line.register.key
            named = f"**{line.register.zh}** `{shown}`"
        marks = [_MARKS[line.reads(role)] + _WRITES[line.writes(role)] for role in _ASKING]
        yield _row([named, f"{line.column.zh} `{line.column.key}`", *marks])


__all__ = ["matrix_page"]
