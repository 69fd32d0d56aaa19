"""The lists of the city. Each is declared once; pages, workbooks, the API and reports follow from it.

>>> [column.key for column in REGISTERS["milestones"].shown()]
['year', 'quote']
"""

from luheng.workplace.registers.column import Column
from luheng.workplace.registers.documents import DOCUMENTS
from luheng.workplace.registers.findings import FINDINGS
from luheng.workplace.registers.milestones import MILESTONES
from luheng.workplace.registers.observations import OBSERVATIONS
from luheng.workplace.registers.projects import PROJECTS
from luheng.workplace.registers.query import Query
from luheng.workplace.registers.register import Page, Register, Row
from luheng.workplace.registers.targets import TARGETS
from luheng.workplace.registers.tasks import TASKS
from luheng.workplace.registers.units import UNITS

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
    )
}

__all__ = ["REGISTERS", "Column", "Page", "Query", "Register", "Row"]
