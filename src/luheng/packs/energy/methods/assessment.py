"""Dual control: what counts in the assessment, how far it is, and the light it gets."""

from __future__ import annotations

from luheng.methods import Clause, Input, Need, Official, Worked, method

_DUAL = "发改环资〔2021〕1310号"


@method(
    id="energy.new_renewables",
    zh="新增可再生能源电力消费量",
    en="newly added renewable electricity",
    unit="万tce",
    source=Clause("发改运行〔2022〕1258号", "新增可再生能源消费", mark="recalled"),
    given={
        "renewables": Input(unit="万千瓦时", zh="当年可再生能源电力消费量", en="renewable electricity of the year", symbol="R", minimum=0),
        "renewables_base": Input(unit="万千瓦时", zh="基年可再生能源电力消费量", en="of the base year", symbol="R₀", minimum=0),
    },
    parameters={"factor": Official("energy.electricity.equivalent", unit="kgce/kWh", symbol="k")},
    formula="ΔR = ({renewables} − {renewables_base}) × {factor} ÷ 1000",
)  # fmt: skip
def new_renewables(renewables, renewables_base, factor):
    """What came on top of the base year, in 10,000 tonnes; a fall is no deduction."""
    if renewables < renewables_base:
        return Worked(
            renewables * 0, formula="ΔR = 0",
            note_zh="少于基年，不扣减", note_en="less than in the base year: nothing is deducted",
        )  # fmt: skip
    return (renewables - renewables_base) * factor / 1000


@method(
    id="energy.assessed_consumption",
    zh="考核用能源消费总量",
    en="energy consumption for assessment",
    unit="万tce",
    source=Clause("发改环资〔2022〕803号", "原料用能扣减", mark="recalled"),
    given={
        "consumption": Input(unit="万tce", zh="能源消费总量", en="energy consumption", symbol="E", minimum=0),
        "feedstock": Input(unit="万tce", zh="原料用能", en="energy used as feedstock", symbol="E_原料", minimum=0),
    },
    needs={"renewables_added": Need("energy.new_renewables", symbol="ΔR", optional=True)},
    formula="E_考核 = {consumption} − {feedstock} − {renewables_added}",
)  # fmt: skip
def assessed_consumption(consumption, feedstock, renewables_added):
    """The total less feedstock and newly added renewables; all three stay visible in the steps."""
    if renewables_added is None:
        return Worked(
            consumption - feedstock, formula="E_考核 = {consumption} − {feedstock}",
            note_zh="没有给出可再生能源电力消费量，未扣减", note_en="no renewable electricity given, none deducted",
        )  # fmt: skip
    return consumption - feedstock - renewables_added


@method(
    id="energy.progress",
    zh="能耗强度降低目标完成进度",
    en="progress of the fall of intensity",
    unit="%",
    source=Clause(_DUAL, "目标完成情况", mark="recalled"),
    given={
        "achieved_fall": Input(unit="%", zh="累计降低率", en="fall achieved", symbol="d"),
        "required_fall": Input(
            unit="%", zh="进度要求的累计降低率", en="fall due by now", symbol="d*"
        ),
    },
    formula="p = {achieved_fall} ÷ {required_fall} × 100",
)
def progress(achieved_fall, required_fall):
    """How much of the fall due by now was achieved; falls are positive. None where none was due."""
    return achieved_fall / required_fall * 100 if required_fall > 0 else None


@method(
    id="energy.required_fall",
    zh="进度要求的累计降低率",
    en="fall due by now",
    unit="%",
    source=Clause(_DUAL, "时序进度", mark="recalled"),
    given={
        "target_fall": Input(unit="%", zh="规划期降低目标", en="fall of the whole plan", symbol="D", minimum=0, maximum=99),
        "years_gone": Input(zh="已过年数", en="years gone", symbol="n", minimum=0),
        "years_in_all": Input(zh="规划期年数", en="years of the plan", symbol="N", minimum=1),
    },
    formula="d* = [1 − (1 − {target_fall}%)^({years_gone} ÷ {years_in_all})] × 100",
)  # fmt: skip
def required_fall(target_fall, years_gone, years_in_all):
    """The fall after some of the years at an even pace, each year by the same share."""
    share = float(1 - target_fall / 100) ** float(years_gone / years_in_all)
    return (1 - share) * 100


@method(
    id="energy.traffic_light_of_progress",
    zh="双控预警等级",
    en="light of dual control",
    source=Clause("2010年市级方案", "预警等级", mark="verified"),
    given={"share_done": Input(unit="%", zh="完成进度", en="progress", symbol="p")},
    parameters={"lines": Official("energy.traffic_light")},
    formula="{share_done}",
)
def traffic_light_of_progress(share_done, lines):
    """green, yellow, orange or red: a line belongs to the better light but the last, which is red."""
    if share_done >= lines["green"]:
        return "green"
    if share_done >= lines["yellow"]:
        return "yellow"
    return "orange" if share_done > lines["orange"] else "red"
