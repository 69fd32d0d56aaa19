"""The records of one city. Who may change what is said in `workplace.permissions`, once."""

from luheng.workplace.models.appraisal import (
    Appraisal,
    AppraisalLine,
    AppraisalMark,
    AppraisalState,
    Objection,
    PublishedLine,
)
from luheng.workplace.models.audit import AuditAct, AuditEntry
from luheng.workplace.models.comments import Comment, Mention
from luheng.workplace.models.computed import Computed
from luheng.workplace.models.dossiers import Dossier
from luheng.workplace.models.evidence import Evidence, Proof, Visibility
from luheng.workplace.models.files import Clause, Document, DocumentText, SourceFile
from luheng.workplace.models.funding import (
    FundingSource,
    ProjectFunding,
    ProjectReport,
    ProjectSite,
    ProjectStage,
)
from luheng.workplace.models.histories import DayFile
from luheng.workplace.models.identity import (
    Guessable,
    OpenIdentity,
    RecoveryCode,
    SecondFactor,
    SecondFactorDuty,
    SiteSession,
)
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
from luheng.workplace.models.jobs import OPEN_STATES, Job, JobState
from luheng.workplace.models.notices import (
    Channel,
    Delivery,
    DeliveryState,
    Notice,
    NoticePreference,
)
from luheng.workplace.models.orders import (
    ENDED_ORDERS,
    Escalation,
    OrderState,
    RuleKey,
    RuleRun,
    SupervisionOrder,
)
from luheng.workplace.models.organisation import (
    FormerName,
    Handover,
    Reorganisation,
    ReorganisationKind,
    ReorganisationState,
    Successor,
)
from luheng.workplace.models.people import ApiToken, Unit, UnitKind, User
from luheng.workplace.models.period_reports import PeriodReport, ReportKind, ReportState
from luheng.workplace.models.progress import TaskProgress, TaskState
from luheng.workplace.models.readiness import ReadinessArea, ReadinessItem
from luheng.workplace.models.responsibility import ProjectUnit, Role, TargetUnit, TaskUnit
from luheng.workplace.models.returns import (
    Answer,
    AskedField,
    Contribution,
    FieldIdentity,
    Frequency,
    Return,
    ReturnForm,
    ReturnRow,
    ReturnState,
    RowReview,
    SheetMapping,
)
from luheng.workplace.models.shares import Share, ShareKind
from luheng.workplace.models.standing import (
    AssignedValue,
    IndicatorMapping,
    ScorecardSnapshot,
    Verdict,
    VerdictCode,
)
from luheng.workplace.models.steps import Moving, Step
from luheng.workplace.models.work import Meeting, WorkItem, WorkList, WorkListState, WorkReport

__all__ = [
    "ENDED_ORDERS",
    "OPEN_STATES",
    "Answer",
    "ApiToken",
    "Appraisal",
    "AppraisalLine",
    "AppraisalMark",
    "AppraisalState",
    "AskedField",
    "AssignedValue",
    "AuditAct",
    "AuditEntry",
    "Channel",
    "Clause",
    "Comment",
    "Computed",
    "Contribution",
    "DayFile",
    "Delivery",
    "DeliveryState",
    "Document",
    "DocumentText",
    "Dossier",
    "Escalation",
    "Evidence",
    "FieldIdentity",
    "Finding",
    "FormerName",
    "Frequency",
    "FundingSource",
    "Guessable",
    "Handover",
    "IndicatorMapping",
    "Job",
    "JobState",
    "Meeting",
    "Mention",
    "Milestone",
    "Moving",
    "Notice",
    "NoticePreference",
    "Objection",
    "Observation",
    "OpenIdentity",
    "OrderState",
    "PeriodReport",
    "Project",
    "ProjectFunding",
    "ProjectReport",
    "ProjectSite",
    "ProjectStage",
    "ProjectUnit",
    "Proof",
    "PublishedLine",
    "ReadItem",
    "ReadinessArea",
    "ReadinessItem",
    "RecoveryCode",
    "Reorganisation",
    "ReorganisationKind",
    "ReorganisationState",
    "ReportKind",
    "ReportState",
    "Return",
    "ReturnForm",
    "ReturnRow",
    "ReturnState",
    "Review",
    "Role",
    "RowReview",
    "RuleKey",
    "RuleRun",
    "ScorecardSnapshot",
    "SecondFactor",
    "SecondFactorDuty",
    "Share",
    "ShareKind",
    "SheetMapping",
    "SiteSession",
    "SourceFile",
    "Step",
    "Successor",
    "SupervisionOrder",
    "Target",
    "TargetUnit",
    "Task",
    "TaskProgress",
    "TaskState",
    "TaskUnit",
    "Unit",
    "UnitKind",
    "User",
    "Verdict",
    "VerdictCode",
    "Visibility",
    "WorkItem",
    "WorkList",
    "WorkListState",
    "WorkReport",
]
