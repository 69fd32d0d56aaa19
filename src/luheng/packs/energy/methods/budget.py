"""Energy budgets (用能预算): the city's total, what existing units keep, what is left for new ones, settlement.

No national text fixes these formulas; they are what the published schemes of cities have in common.
"""

from __future__ import annotations

from fractions import Fraction

from luheng.methods import Clause, Input, Need, Raw, Worked, method
from luheng.vocabulary.messages import LuhengError

_SCHEME = "用能预算管理"


@method(
    id="energy.city_budget",
    zh="全市用能预算总量",
    en="the city's energy budget",
    unit="万tce",
    source=Clause(_SCHEME, "总量", mark="recalled"),
    given={
        "consumption_before": Input(unit="万tce", minimum=0, zh="上年能源消费量", en="consumption of the year before", symbol="E₀"),
        "gdp_growth": Input(unit="%", minimum=-99, zh="预期地区生产总值增速", en="growth of GDP expected", symbol="g"),
        "intensity_fall": Input(unit="%", minimum=-99, maximum=99, zh="能耗强度降低目标", en="fall of intensity aimed at", symbol="d"),
        "deductible": Input(unit="万tce", optional=True, minimum=0, zh="预计可扣减量", en="deductions expected", symbol="E_扣"),
    },
    formula="B = {consumption_before} × (1 + {gdp_growth}%) × (1 − {intensity_fall}%) + {deductible}",
)  # fmt: skip
def city_budget(consumption_before, gdp_growth, intensity_fall, deductible):
    """What the city may use this year: last year's use, growth and the fall of intensity; in 10,000 tce."""
    total = consumption_before * (100 + gdp_growth) * (100 - intensity_fall) / 10_000
    if deductible is None:
        return Worked(total, formula="B = {consumption_before} × (1 + {gdp_growth}%) × (1 − {intensity_fall}%)")  # fmt: skip
    return total + deductible


@method(
    id="energy.stock_budgets",
    zh="存量用能预算",
    en="budgets of existing units",
    unit="tce",
    source=Clause(_SCHEME, "存量", mark="recalled"),
    given={
        "history": Input(unit="tce", each="user", minimum=0, zh="历史用能", en="use before", symbol="h"),
        "output_ratio": Input(each="user", optional=True, minimum=0, zh="计划产量与历史产量之比", en="output planned to output before", symbol="r"),
        "tightening": Input(unit="%", minimum=0, maximum=100, zh="压减比例", en="tightening", symbol="t"),
    },
    formula="b = {history} × {output_ratio} × (1 − {tightening}%)",
)  # fmt: skip
def stock_budgets(history, output_ratio, tightening):
    """Tonnes of standard coal for each unit; where no output is planned, as much as before."""
    planned = output_ratio or {}
    kept = (100 - tightening) / 100
    return {
        user: used * (1 if planned.get(user) is None else planned[user]) * kept
        for user, used in history.items()
    }


@method(
    id="energy.budgets",
    zh="用能预算分配",
    en="energy budgets of all units",
    unit="tce",
    source=Clause(_SCHEME, "增量", mark="recalled"),
    given={
        "total": Input(unit="tce", minimum=0, zh="预算总量", en="budget in all", symbol="B"),
        "requests": Raw(
            optional=True,
            zh="增量申请",
            en="requests of new use",
            shape="table",
            columns={
                "energy": ("申请用能（tce）", "energy asked for (tce)"),
                "value_added": ("增加值（万元）", "value added (10,000 yuan)"),
            },
        ),
    },
    needs={"stock": Need("energy.stock_budgets", symbol="b")},
    formula="ΔB = {total} − {stock_sum}",
)
def budgets(total, requests, stock):
    """`{"stock": {…}, "new": {…}, "left": …}` in tonnes of standard coal; together just the total.

    requests: `{unit: {"energy": tce, "value_added": 万元}}`. What existing units leave goes to new use
    in the order of value added for each tonne; the last that gets some gets what is left. Equal
    yields go by name, so that the order of the list decides nothing. Raises `budget_negative`.
    """
    taken = sum(stock.values())
    if taken > total:
        raise LuhengError("budget_negative", stock=float(taken), total=float(total))
    left, granted = total - taken, {}
    for user, asked in sorted((requests or {}).items(), key=lambda one: (-_yield(one[1]), one[0])):
        granted[user] = min(left, _exact(asked["energy"]))
        left -= granted[user]
    return Worked({"stock": stock, "new": granted, "left": left}, stock_sum=taken)


def _yield(asked):
    return _exact(asked["value_added"]) / _exact(asked["energy"])


@method(
    id="energy.budget_execution",
    zh="预算执行率",
    en="share of the budget used",
    unit="%",
    source=Clause(_SCHEME, "执行", mark="recalled"),
    given={
        "used": Input(unit="tce", minimum=0, zh="累计用能", en="used so far", symbol="E"),
        "budget": Input(unit="tce", minimum=0, zh="年度预算", en="budget of the year", symbol="B"),
    },
    formula="x = {used} ÷ {budget} × 100",
)
def budget_execution(used, budget):
    """Percent of the year's budget; None where there is none."""
    return used / budget * 100 if budget else None


@method(
    id="energy.budget_warning",
    zh="预算预警",
    en="warning of the budget",
    source=Clause(_SCHEME, "预警", mark="recalled"),
    given={
        "months_gone": Input(minimum=1, maximum=12, zh="已过月数", en="months gone", symbol="m"),
    },
    needs={"execution": Need("energy.budget_execution", symbol="x")},
    formula="{execution} : {pace}",
)
def budget_warning(months_gone, execution):
    """green within the pace of the year, yellow up to a tenth above it, red beyond or when overdrawn."""
    pace = months_gone * 100 / 12
    light = "green" if execution <= pace else "yellow" if execution * 10 <= pace * 11 else "red"
    return Worked("red" if execution > 100 else light, pace=pace)


@method(
    id="energy.budget_settlement",
    zh="预算清算",
    en="settlement of a year's budget",
    unit="tce",
    source=Clause(_SCHEME, "清算", mark="recalled"),
    given={
        "budget": Input(unit="tce", minimum=0, zh="年度预算", en="budget of the year", symbol="B"),
        "carried_in": Input(unit="tce", minimum=0, zh="上年结转", en="carried over into it", symbol="C₀"),
        "bought": Input(unit="tce", minimum=0, zh="买入", en="bought", symbol="A"),
        "sold": Input(unit="tce", minimum=0, zh="卖出", en="sold", symbol="S"),
        "used": Input(unit="tce", minimum=0, zh="全年用能", en="used", symbol="E"),
        "carry_over_limit": Input(unit="%", minimum=0, maximum=100, zh="结转上限（占预算）", en="most that is carried over, of the budget", symbol="c"),
    },
    formula="R = {budget} + {carried_in} + {bought} − {sold} − {used}",
)  # fmt: skip
def budget_settlement(budget, carried_in, bought, sold, used, carry_over_limit):
    """`{"short": …, "carried_over": …, "lapsed": …}`: what is to be bought, what goes on, what ends.

    The three with what was used are always what was there: nothing appears and nothing is lost.
    """
    rest = budget + carried_in + bought - sold - used
    carried = max(min(rest, budget * carry_over_limit / 100), 0)
    return Worked(
        {"short": max(-rest, 0), "carried_over": carried, "lapsed": max(rest, 0) - carried}
    )


def _exact(value):
    return Fraction(str(value))
