"""The lists of the city. Each is declared once; pages, workbooks, the API and reports follow from it.

>>> [column.key for column in REGISTERS["milestones"].shown()]
['year', 'quote']
"""

from luheng.workplace.registers.appraisals import APPRAISAL_LINES
from luheng.workplace.registers.audit import AUDIT
from luheng.workplace.registers.burden import BURDEN
from luheng.workplace.registers.column import Column
from luheng.workplace.registers.computed import COMPUTED
from luheng.workplace.registers.deliveries import DELIVERIES
from luheng.workplace.registers.documents import DOCUMENTS
from luheng.workplace.registers.dossiers import DOSSIERS
from luheng.workplace.registers.evidence import EVIDENCE, TARGET_EVIDENCE, TASK_EVIDENCE
from luheng.workplace.registers.findings import FINDINGS
from luheng.workplace.registers.funding import FUNDING
from luheng.workplace.registers.milestones import MILESTONES
from luheng.workplace.registers.observations import OBSERVATIONS
from luheng.workplace.registers.orders import ORDERS_REGISTER
from luheng.workplace.registers.organisation import (
    HANDOVERS,
    ORGANISATION,
    REORGANISATIONS_REGISTER,
)
from luheng.workplace.registers.period_reports import PERIOD_REPORTS
from luheng.workplace.registers.projects import PROJECTS
from luheng.workplace.registers.query import Query
from luheng.workplace.registers.register import Page, Register, Row
from luheng.workplace.registers.returns import RETURNS
from luheng.workplace.registers.targets import TARGETS
from luheng.workplace.registers.tasks import TASKS
from luheng.workplace.registers.units import UNITS
from luheng.workplace.registers.work import WORK

REGISTERS: dict[str, Register] = {
    register.key: register
    for register in (
        TARGETS,
        TASKS,
        PROJECTS,
        MILESTONES,
        OBSERVATIONS,
        UNITS,
        FINDINGS,
        DOCUMENTS,
        APPRAISAL_LINES,
        EVIDENCE,
        TARGET_EVIDENCE,
        TASK_EVIDENCE,
        DOSSIERS,
        PERIOD_REPORTS,
        AUDIT,
        WORK,
        FUNDING,
        ORDERS_REGISTER,
        DELIVERIES,
        RETURNS,
        BURDEN,
        ORGANISATION,
        REORGANISATIONS_REGISTER,
        HANDOVERS,
        COMPUTED,
    )
}


def public_register(key: str) -> Register | None:
    """What everyone may see of a list; None where there is no such list, or nothing of it is public."""
    register = REGISTERS.get(key)
    return register.public_part if register else None


def public_part(key: str) -> Register:
    """What everyone may see of a list that has such a part. Raises LookupError for another."""
    register = public_register(key)
    if register is None:
        raise LookupError(f"{key}: no public part")
    return register


__all__ = [
    "REGISTERS", "Column", "Page", "Query", "Register", "Row", "public_part", "public_register",
]  # fmt: skip
