"""The records of one city. Who may change what is said in `workplace.permissions`, once."""

from luheng.workplace.models.files import Clause, Document, DocumentText, SourceFile
from luheng.workplace.models.items import (
    Finding,
    Milestone,
    Observation,
    Project,
    ReadItem,
    Review,
    Target,
    Task,
)
from luheng.workplace.models.people import ApiToken, Unit, User
from luheng.workplace.models.progress import TaskProgress, TaskState
from luheng.workplace.models.responsibility import ProjectUnit, Role, TargetUnit, TaskUnit
from luheng.workplace.models.standing import (
    AssignedValue,
    IndicatorMapping,
    ScorecardSnapshot,
    Verdict,
    VerdictCode,
)

__all__ = [
    "ApiToken",
    "AssignedValue",
    "Clause",
    "Document",
    "DocumentText",
    "Finding",
    "IndicatorMapping",
    "Milestone",
    "Observation",
    "Project",
    "ProjectUnit",
    "ReadItem",
    "Review",
    "Role",
    "ScorecardSnapshot",
    "SourceFile",
    "Target",
    "TargetUnit",
    "Task",
    "TaskProgress",
    "TaskState",
    "TaskUnit",
    "Unit",
    "User",
    "Verdict",
    "VerdictCode",
]
