"""Entries of the audit log in words: what was acted upon, and the details that the log keeps as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from inspect import isclass
from typing import Any

from django.db.models import Field, Model

from luheng.workplace import models
from luheng.workplace.language import current_language, say
from luheng.workplace.permissions import ROLE_LABELS

# What is acted upon without being a record: an address, and what leaves the house.
_NO_RECORDS = {
    "address": say("网址", "address"),
    "api": say("数据接口", "API"),
    "backup": say("备份", "backup"),
    "excel": say("Excel 表格", "Excel sheet"),
    "numbers": say("数值变动说明", "entry of numbers that moved"),
    "figures": say("图表数据", "figures of a chart"),
    "order": say("督办单文件", "sheet of an order"),
    "public_folder": say("公开页文件夹", "public folder"),
    "report": say("报告文件", "file of a report"),
    "report_template": say("报告模板", "template of a report"),
}
_REASONS = {
    "accept_all": say("全部采用", "all accepted"),
    "carried_over": say("沿用到新一版", "carried over to the later edition"),
    "map_indicator": say("对应到指标目录", "mapped to the catalogue"),
    "new recovery codes": say("新的恢复码", "new recovery codes"),
    "reading": say("识读", "reading"),
    "reading: added": say("识读新增", "added by reading"),
    "reading: changed": say("识读更新", "changed by reading"),
    "reading: removed": say("识读后不再有", "gone after reading"),
    "return: answered together": say("一并填报", "answered together"),
    "return: composed": say("编制填报表", "a return composed"),
    "return: issued": say("下达填报表", "a return issued"),
    "return: supporting units asked": say("请配合单位补充", "supporting units asked"),
    "yearly work: derived": say("从方案导出年度工作", "yearly work derived from the plan"),
    "yearly work: passed on to districts": say("年度工作分解到县（市、区）", "passed on to districts"),
}  # fmt: skip
_KEYS = {
    "account": say("账号", "account"),
    "change": say("变动", "change"),
    "digest": say("摘要", "digest"),
    "door": say("方式", "way in"),
    "fields": say("字段", "fields"),
    "form": say("格式", "form"),
    "how": say("办法", "how"),
    "number": say("编号", "number"),
    "openid": say("统一身份", "single sign-on"),
    "pages": say("页数", "pages"),
    "password": say("密码", "password"),
    "roles": say("现有角色", "roles now"),
    "second_factor": say("两步验证", "second factor"),
    "secrets": say("含密钥", "with keys"),
    "sessions_ended": say("退出的登录", "sessions ended"),
    "share": say("共享链接", "shared link"),
    "to": say("移交给账号", "handed to account"),
    "view": say("筛选", "filters"),
    "what": say("打开", "opened"),
    "why": say("原因", "why"),
}
_WORDS = {
    "account": {"closed": say("停用", "closed"), "reopened": say("重新启用", "reopened")},
    "change": {"add": say("增加", "added"), "remove": say("减少", "removed"), "clear": say("清空", "cleared")},
    "door": {"code": say("验证码", "code"), "openid": say("统一身份", "single sign-on")},
    "form": {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"},
    "openid": {"linked": say("已关联", "linked"), "unlinked": say("已解除", "unlinked")},
    "password": {"invitation": say("重新邀请设置", "set by a new invitation")},
    "roles": {str(role): label for role, label in ROLE_LABELS.items()},
    "second_factor": {"removed": say("本人停用", "removed"), "reset": say("由管理员重置", "reset")},
    "secrets": {"True": say("是", "yes"), "False": say("否", "no")},
    "what": {"page": say("页面", "page"), "file": say("文件", "file")},
}  # fmt: skip


def subject_word(kind: str) -> str:
    """How the subject of an entry is called in the language of the reader; an unknown one as it is kept."""
    return str(_NO_RECORDS.get(kind) or _record_names(current_language()).get(kind, kind))


def told(details: str) -> str:
    """The details of an entry, kept as JSON, as a person reads them; empty where there are none."""
    kept = json.loads(details or "{}")
    return str(say("；", "; ")).join(_parts(kept))


def _parts(kept: Mapping[str, Any]) -> Iterator[str]:
    if reason := kept.get("reason"):
        yield str(_REASONS.get(reason, reason))
    if (count := kept.get("count")) is not None:
        yield str(say(f"{count} 条", f"{count} rows"))
    for key, value in kept.items():
        if key not in ("reason", "count", "kind") and value not in (None, "", []):
            yield f"{_KEYS.get(key, key)}{say('：', ': ')}{_value(key, value)}"


def _value(key: str, value: Any) -> str:
    if isinstance(value, list):
        words = [_value(key, one) for one in value]
        return str(say("、", ", ")).join(words)
    if key == "fields":
        return _field_names(current_language()).get(str(value), str(value))
    return str(_WORDS.get(key, {}).get(str(value), value))


def _models() -> list[type[Model]]:
    return [one for one in vars(models).values() if isclass(one) and issubclass(one, Model)]


@cache
def _record_names(language: str) -> dict[str, str]:
    return {str(one._meta.model_name): str(one._meta.verbose_name) for one in _models()}


@cache
def _field_names(language: str) -> dict[str, str]:
    """Name of a field → how it is called; of those that several records have, the first one's."""
    found: dict[str, str] = {}
    for one in _models():
        for field in one._meta.get_fields():
            if isinstance(field, Field):
                found.setdefault(field.name, str(field.verbose_name))
    return found
