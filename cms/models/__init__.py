from .alert import MoveAlert
from .assignment import Assignment
from .audit import AppendOnly, AuditRecord
from .calendar import CalendarDay, CalendarNotice
from .campaign import Campaign, CampaignRequirement, Progress, UnitPlan
from .census import CensusDay, CensusResult, CensusRuleSetting, CensusSettings
from .clock_settings import ClockSettings, LocalTerm
from .deadline import Deadline, DeadlineMove
from .department import Department
from .emergency import EmergencyNotice, EmergencyUpdate
from .finding import Finding, ScannedFile
from .found_error import FoundError
from .gated import Gated
from .identity import SiteIdentity
from .link import Link, LinkPlace
from .new_media import NewMediaAccount
from .office_log import Attendance, LeaderHearing, Reception, ScoreLine, ScoreSheet, Training
from .outbox import JobRun, OutboxItem
from .pages import ArticlePage, BasePage, ColumnPage, HomePage, LeaderPage, ServiceGuideForm, ServiceGuidePage, TopicPage
from .places import Place
from .reminder import Reminder, ReminderSettings, StandIn, TermSteps
from .review import FastTrack, ReviewState, ReviewTask
from .stamp import Stamp
from .stamped import Stamped, StampedQuerySet
from .user import User
from .wording import WordedPage, Wording

__all__ = [
    "AppendOnly",
    "ArticlePage",
    "Assignment",
    "Attendance",
    "AuditRecord",
    "BasePage",
    "CalendarDay",
    "CalendarNotice",
    "Campaign",
    "CampaignRequirement",
    "CensusDay",
    "CensusResult",
    "CensusRuleSetting",
    "CensusSettings",
    "ClockSettings",
    "ColumnPage",
    "Deadline",
    "DeadlineMove",
    "Department",
    "EmergencyNotice",
    "EmergencyUpdate",
    "Finding",
    "FastTrack",
    "FoundError",
    "Gated",
    "HomePage",
    "JobRun",
    "LeaderHearing",
    "LeaderPage",
    "Link",
    "LinkPlace",
    "LocalTerm",
    "MoveAlert",
    "NewMediaAccount",
    "OutboxItem",
    "Place",
    "Progress",
    "Reception",
    "Reminder",
    "ReminderSettings",
    "ScannedFile",
    "ReviewState",
    "ReviewTask",
    "ScoreLine",
    "ScoreSheet",
    "ServiceGuideForm",
    "ServiceGuidePage",
    "SiteIdentity",
    "Stamp",
    "Stamped",
    "StampedQuerySet",
    "StandIn",
    "TermSteps",
    "TopicPage",
    "Training",
    "UnitPlan",
    "User",
    "WordedPage",
    "Wording",
]
