"""Names that are built, not listed: pollutant statistics, grades of days, classes of water.

``细颗粒物（PM2.5）年均值``, ``O3日最大8小时滑动平均第90百分位数`` and ``为优`` have more spellings than a
catalogue can list, but each is a pollutant with a statistic, a grade with its days, a class with
its kind of place.
"""

from __future__ import annotations

import re
from functools import lru_cache

_POLLUTANTS = {
    "SO2": "SO2|二氧化硫", "NO2": "NO2|二氧化氮", "PM10": "PM10|可吸入颗粒物",
    "PM2.5": "PM2.5|细颗粒物", "CO": "CO|一氧化碳", "O3": "O3|臭氧",
}  # fmt: skip
_STATISTIC = re.compile(
    r"(?P<of>年|月|日|季)?(?:均值?|平均)?(?:最大)?(?P<eight>8(?:小时|h))?(?:滑动)?(?:平均|均值?)?(?:浓度)?值?"
    r"(?:的)?(?:-?第?(?P<percentile>\d{2})(?:个)?(?:百分位数?|per))?(?:的)?(?:年?评价|平均)?(?:浓度|质量浓度)?均?值?"
)
_POLLUTANT = re.compile(
    r"(?:环境)?(?:空气)?(?:中)?(?:的)?"
    + "(?:"
    + "|".join(
        rf"(?P<{name.replace('.', '_')}>(?:{spellings})(?:\(?(?:{spellings})\)?)?)"
        for name, spellings in _POLLUTANTS.items()
    )
    + r")(?:[（(][^（(）)]*[）)])?-?(?:的)?(?P<rest>.*)"
)
_DEFAULT_PERCENTILE = {"CO": "95", "O3": "90"}


@lru_cache(maxsize=4096)
def pollutant_name(phrase: str, annual: bool) -> str | None:
    """The statistic of an air pollutant a phrase names; None for any other phrase.

    `annual` says whether the figure is of a whole year: only then a bare PM2.5 is 年均浓度.
    """
    found = _POLLUTANT.fullmatch(phrase)
    statistic = found and _STATISTIC.fullmatch(found["rest"])
    if not found or not statistic:
        return None
    name = next(n for n in _POLLUTANTS if found[n.replace(".", "_")])
    of, percentile = statistic["of"], statistic["percentile"]
    if not percentile and of not in ("年", "月") and not (of == "日" and not statistic["eight"]):
        percentile = _DEFAULT_PERCENTILE.get(name)
    if percentile:
        return (
            f"{name}日最大8小时{percentile}百分位"
            if name == "O3"
            else f"{name}日均{percentile}百分位"
        )
    if of == "日":
        return f"{name}日均浓度"
    if of == "月":
        return f"{name}月均浓度"
    return f"{name}年均浓度" if annual or of == "年" else f"{name}平均浓度"


_GRADES = {
    "优良": "空气质量优良天数", "优": "空气质量优天数", "良": "空气质量良天数", "良好": "空气质量良天数",
    "达标": "空气质量达标天数", "超标": "空气质量超标天数", "轻度污染": "轻度污染天数", "中度污染": "中度污染天数",
    "重度污染": "重度污染天数", "严重污染": "严重污染天数", "重度及以上污染": "重度及以上污染天数",
    "重污染": "重污染天数", "轻度": "轻度污染天数", "中度": "中度污染天数", "重度": "重度污染天数",
}  # fmt: skip
_GRADE = re.compile(
    r"(?:(?:城市|市区|城区)?(?:环境)?空气(?:环境)?(?:质量)?(?:AQI)?)?(?:级别|等级|指数)?(?:属于|属|达到|达|为|是|的)?"
    rf"(?P<grade>{'|'.join(sorted(_GRADES, key=len, reverse=True))})(?:级)?(?:以上|及以上)?"
    r"(?:的|天气|空气质量|空气)?(?:天数?|日数?)?(?:数)?"
)


@lru_cache(maxsize=4096)
def day_grade_name(phrase: str) -> str | None:
    """The count of days a phrase like 为优, 良, 属轻度污染, 优良天数 names."""
    found = _GRADE.fullmatch(phrase)
    return _GRADES[found["grade"]] if found else None


_LATIN = {"III": "Ⅲ", "II": "Ⅱ", "IV": "Ⅳ", "I": "Ⅰ", "V": "Ⅴ"}
_CLASSES = {
    "一": "Ⅰ", "二": "Ⅱ", "三": "Ⅲ", "四": "Ⅳ", "五": "Ⅴ",
}  # fmt: skip
_KINDS = "断面|点位|测点|监测点|水库|湖库|湖泊|河段|河流|水源地|水源|监测井|水井|水体|水域"
_SCOPES = r"(?:国家?(?:地表水)?(?:考核|控)?|国考|国控|省考|省控|市考|市控|国省考|国省控|县控|入海河流|入河排污口|地下水|地表水|考核|主要河流|农村)"
_WATER_CLASS = re.compile(
    rf"(?P<scope>{_SCOPES}*)(?P<kind0>{_KINDS})?(?:水环境质量|水质|监测|中|里|的|，|：)*"
    r"(?:达到?|符合|为|属|达到或优于|优于或等于|优良|达标)?(?:国家)?(?:地表水|地下水)?"
    r"(?P<class>(?:劣Ⅴ|[Ⅰ-Ⅴ](?:[~—\-至和、]+[Ⅰ-Ⅴ])?))类?(?:及以上|以上|或优于Ⅲ类)?(?:标准)?"
    r"(?:的)?(?:水质|水体)?(?:标准)?(?:的)?"
    rf"(?P<kind>{_KINDS})?(?P<what>占比|所?占比[例重]|比[例重]|占|率|个?数量?|)(?:为|达)?"
)
_TO = re.compile(r"[~—\-至和、]+")
CLASS_NAME = re.compile("[Ⅰ-Ⅴ]类")
KIND_AT_ALL = re.compile(_KINDS)
KIND = re.compile(
    rf"(?P<scope>{_SCOPES}*)(?:\d+个)?(?:地表水|水质)?(?:监测|考核)?(?P<kind>{_KINDS})"
)


_LATIN_CLASS = re.compile(
    r"(?<![A-Za-z])(?:III|II|IV|I|V)(?=类|[~—\-至](?:III|II|IV|V|Ⅲ|Ⅱ))|(?<=[~—\-至])(?:III|II|IV|V)(?=类)"
)


@lru_cache(maxsize=4096)
def roman(text: str) -> str:
    """Classes in Roman numerals: III类 and IV类 as Ⅲ类 and Ⅳ类."""
    return _LATIN_CLASS.sub(lambda found: _LATIN[found[0]], text)


def water_class_name(phrase: str, kind: str, scope: str) -> list[str] | None:
    """Names of the share of a class of water, the plainest first, and of its number, the last.

    `kind` and `scope` are those of the sentence (断面, 国考), for where the phrase names none.
    """
    found = _WATER_CLASS.fullmatch(roman(phrase))
    kind = (found["kind"] or found["kind0"] or kind) if found else ""
    if not found or not kind:
        return None
    scope = found["scope"] or scope
    classes = _TO.sub("~", found["class"])
    if not scope:
        return [f"{classes}类{kind}比例", f"{classes}类{kind}数"]
    good = [f"{scope}{kind}水质优良比例"] if classes == "Ⅰ~Ⅲ" else []
    names = [f"{scope}{kind}{classes}类比例", f"{scope}{classes}类{kind}比例"]
    return [*names, *good, f"{scope}{kind}{classes}类数"]
