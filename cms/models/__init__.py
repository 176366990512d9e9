from .department import Department
from .emergency import EmergencyNotice, EmergencyUpdate
from .gated import Gated
from .identity import SiteIdentity
from .outbox import JobRun, OutboxItem
from .pages import ArticlePage, BasePage, ColumnPage, HomePage, LeaderPage, ServiceGuideForm, ServiceGuidePage, TopicPage
from .places import Place
from .user import User

__all__ = [
    "ArticlePage",
    "BasePage",
    "ColumnPage",
    "Department",
    "EmergencyNotice",
    "EmergencyUpdate",
    "Gated",
    "HomePage",
    "JobRun",
    "LeaderPage",
    "OutboxItem",
    "Place",
    "ServiceGuideForm",
    "ServiceGuidePage",
    "SiteIdentity",
    "TopicPage",
    "User",
]
