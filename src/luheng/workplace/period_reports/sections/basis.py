"""编制说明: which documents the report rests on, and what they themselves get wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luheng.workplace.period_reports.layout import Section, Sentence, Table, column
from luheng.workplace.period_reports.sections.pieces import cell, day
from luheng.workplace.period_reports.words import Pen


def _write(pen: Pen) -> Mapping[str, Any]:
    documents = [row for row in pen.rows("documents") if row.get("current")]
    documents.sort(key=lambda row: (row.get("issued_on") or "", row["id"]))
    doubts = pen.count("findings")
    return {
        "summary": pen.say(
            "本报告依据下列文件和系统内留存的填报、督办、项目记录编制；识读文件时发现疑点{n}处，已提请核对，"
            "原文未作改动。",
            "This report rests on the documents below and on the returns, orders and projects kept in the"
            " system. {n} doubts about the documents were found while reading; nothing in them was changed.",
            n=doubts,
        ),
        "documents": [
            {"title": cell(pen, "documents", row, "title"), "issuer": cell(pen, "documents", row, "issuer"),
             "no": cell(pen, "documents", row, "doc_no"), "on": day(pen, "documents", row, "issued_on")}
            for row in documents
        ],
    }  # fmt: skip


BASIS = Section(
    key="basis",
    zh="编制依据",
    en="What this report rests on",
    write=_write,
    blocks=(
        Sentence(key="summary"),
        Table(
            key="documents", zh="依据文件", en="Documents",
            nothing_zh="还没有加入文件。", nothing_en="No document has been added yet.",
            columns=(
                column("title", "文件", "Document", 64),
                column("issuer", "发文单位", "Issued by", 34),
                column("no", "文号", "No.", 26),
                column("on", "日期", "Date", 22),
            ),
        ),
    ),
)  # fmt: skip
