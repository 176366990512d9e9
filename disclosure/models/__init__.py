from .annual_report import AnnualReport, YearFigure
from .applicant import Applicant, FailedLook, Filing
from .application import Application
from .application_event import ApplicationEvent
from .application_parts import ConsultedParty, Handover, Paper, Reply
from .asked_body import AskedBody
from .backlog import BacklogRun, Subject
from .catalogue import CatalogueItem, DisclosureAttribute, IndexCounter
from .cleanup import Cleanup, CleanupRow
from .dated import DatedAttachment, DatedItem
from .delivery import DeliveredItem, Delivery, Recipient
from .interpretation import CONTENT_CHECKLIST, Form, Interpretation, InterpretationAttachment, Round, form_label
from .letter import Letter, LetterNumber, LetterSettings, LetterTemplate
from .manuscript import Manuscript
from .platform import AnnualReportsPage, GuidePage, PlatformPage, RequestPage, RulesPage, StatutoryContentPage
from .policy import Genre, PolicyAct, PolicyAttachment, PolicyDocument, PolicyIssuer, Validity
from .scene import ScenePage
from .source import SourceRecord
from .source_review import SourceReview, SourceStep
from .standard_catalogue import StandardCatalogue, StandardRow, StandardUpload
from .theme import Theme

__all__ = [
    "CONTENT_CHECKLIST",
    "AnnualReport",
    "AnnualReportsPage",
    "AskedBody",
    "BacklogRun",
    "Applicant",
    "Application",
    "ApplicationEvent",
    "CatalogueItem",
    "ConsultedParty",
    "Cleanup",
    "CleanupRow",
    "DatedAttachment",
    "DatedItem",
    "DeliveredItem",
    "Delivery",
    "DisclosureAttribute",
    "FailedLook",
    "Filing",
    "Form",
    "Genre",
    "GuidePage",
    "Letter",
    "LetterNumber",
    "LetterSettings",
    "LetterTemplate",
    "Handover",
    "IndexCounter",
    "Interpretation",
    "InterpretationAttachment",
    "Paper",
    "Manuscript",
    "PlatformPage",
    "PolicyAct",
    "PolicyAttachment",
    "PolicyDocument",
    "PolicyIssuer",
    "Recipient",
    "Reply",
    "RequestPage",
    "Round",
    "RulesPage",
    "ScenePage",
    "SourceRecord",
    "SourceReview",
    "SourceStep",
    "StandardCatalogue",
    "StandardRow",
    "StandardUpload",
    "StatutoryContentPage",
    "Subject",
    "Theme",
    "Validity",
    "YearFigure",
    "form_label",
]
