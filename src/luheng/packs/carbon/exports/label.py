"""The label of a product footprint as a picture: SVG, PNG or PDF, of one drawing set by typst."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from luheng.methods.lineage import canonical
from luheng.packs.carbon.methods.footprint import BOUNDARIES
from luheng.vocabulary.messages import LuhengError

Language = Literal["zh", "en"]
_TEMPLATE = Path(__file__).with_name("label.typ")
_STAGES = {
    "raw_materials": ("原材料获取", "Raw materials"),
    "production": ("生产", "Production"),
    "distribution": ("分销", "Distribution"),
    "use": ("使用", "Use"),
    "end_of_life": ("寿命末期", "End of life"),
}
_BOUNDARIES = {
    "cradle_to_gate": ("从摇篮到大门", "cradle to gate"),
    "cradle_to_grave": ("从摇篮到坟墓", "cradle to grave"),
}
_MARKS = {
    "verified": ("已核实", "verified"),
    "secondary": ("转引", "secondary"),
    "recalled": ("凭记忆、未核实", "recalled, not verified"),
}


def svg(record: Mapping[str, Any], language: Language = "zh") -> bytes:
    """The label of a record of `carbon.footprint_label` as SVG, its letters as outlines."""
    return _drawn(record, language, "svg")


def png(record: Mapping[str, Any], language: Language = "zh") -> bytes:
    """The same as PNG, 300 dots an inch."""
    return _drawn(record, language, "png")


def pdf(record: Mapping[str, Any], language: Language = "zh") -> bytes:
    """The same as PDF."""
    return _drawn(record, language, "pdf")


def _drawn(record: Mapping[str, Any], language: Language, form: str) -> bytes:
    try:
        import pylopdf_fonts_zh_cn as fonts
        import segno
        import typst
    except ModuleNotFoundError as error:
        raise LuhengError("export_needs_more", package=error.name) from error
    code = io.BytesIO()
    try:
        segno.make(qr_text(record), error="m").save(code, kind="svg", border=0, xmldecl=False)
    except segno.DataOverflowError as error:
        raise LuhengError("label_code_too_long", length=len(qr_text(record))) from error
    issued = date.fromisoformat(record["value"]["issued"])
    made: bytes = typst.compile(  # type: ignore[call-overload]  # its stub knows no format of a variable
        _TEMPLATE,
        format=form,
        ppi=300.0,
        font_paths=[str(fonts.sans_path().parent)],
        ignore_system_fonts=True,
        sys_inputs={
            "label": json.dumps(said_on(record, language), ensure_ascii=False),
            "qr": code.getvalue().decode(),
        },
        timestamp=int(datetime.combine(issued, time(), UTC).timestamp()),
    )
    return made


def qr_text(record: Mapping[str, Any]) -> str:
    """What the code says: the address given for it, else the label itself and the digest of its calculation."""
    value = record["value"]
    if link := value.get("link"):
        return str(link)
    parts = (
        "GB/T 24067-2024", value["product"], value["model"], f"{_number(value['value'])} kgCO2e",
        value["functional_unit"], value["valid_until"], _digest(record),
    )  # fmt: skip
    return "|".join(map(str, parts))


def said_on(record: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Every word and number of the label. Raises `label_without_stages`."""
    n = 0 if language == "zh" else 1
    value = record["value"]
    step = next((s for s in record["lineage"]["steps"] if s["method"] == "carbon.footprint"), None)
    if step is None:
        raise LuhengError("label_without_stages")
    given = {one["name"]: one.get("value") for one in step["arguments"]}
    boundary = str(given["boundary"])
    certified = bool(value.get("certifier") and value.get("certificate"))
    rows = [
        (("声明日", "Issued"), value["issued"]),
        (("有效期至", "Valid until"), value["valid_until"]),
        (("产品种类规则", "PCR"), value.get("pcr")),
        (("认证机构", "Certifier"), value.get("certifier")),
        (("证书编号", "Certificate"), value.get("certificate")),
    ]
    mark = _MARKS[record["lineage"]["mark"]][n]
    foot = (f"计算依据：{mark}；摘要 {_digest(record)}", f"Basis: {mark}; digest {_digest(record)}")
    return {
        "english": n == 1,
        "title": ("产品碳足迹标签", "Product carbon footprint")[n],
        "standard": "GB/T 24067-2024",
        "standing": (("第三方认证", "certified") if certified else ("自我声明", "self-declared"))[
            n
        ],
        "product": value["product"],
        "model": value["model"],
        "value": _number(value["value"]),
        "functional_unit": value["functional_unit"],
        "boundary": _BOUNDARIES[boundary][n],
        "labels": {
            "unit": ("功能单位", "per functional unit")[n],
            "boundary": ("系统边界", "boundary")[n],
            "stages": ("各阶段排放（kgCO2e）", "Emissions of each stage (kgCO2e)")[n],
        },
        **_bars(given["stages"], boundary, n),
        "rows": [(name[n], str(one)) for name, one in rows if one],
        "foot": foot[n],
    }


def _bars(stages: Mapping[str, Any], boundary: str, n: int) -> dict[str, Any]:
    """Bars as parts of the room they have, on an axis that both signs share."""
    amounts = {stage: Fraction(str(stages[stage])) for stage in BOUNDARIES[boundary]}
    low: Fraction = min([Fraction(0), *amounts.values()])
    high: Fraction = max([Fraction(0), *amounts.values()])
    room, whole = high - low or Fraction(1), sum(amounts.values())
    places = max(len(_number(amount).partition(".")[2]) for amount in amounts.values())
    found = []
    for stage, amount in amounts.items():
        share = f"{float(amount / whole * 100):.0f}%" if whole > 0 and low >= 0 else ""
        found.append({
            "name": _STAGES[stage][n], "value": f"{float(amount):,.{places}f}", "share": share, "taken": amount < 0,
            "from": float((min(amount, Fraction(0)) - low) / room), "width": float(abs(amount) / room),
        })  # fmt: skip
    return {"stages": found, "zero": float(-low / room)}


def _number(value: Any) -> str:
    """As a label has it: two places from 1 on, four below; no zeros behind."""
    number = float(Fraction(str(value)))
    text = f"{number:,.4f}" if abs(number) < 1 else f"{number:,.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _digest(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(record["lineage"])).hexdigest()[:12]
