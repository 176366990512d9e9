from .annual_report import AnnualReport, YearFigure
from .applicant import Applicant, FailedLook, Filing
from .application import Application
from .application_event import ApplicationEvent
from .application_parts import ConsultedParty, Handover, Paper, Reply
from .catalogue import CatalogueItem, DisclosureAttribute, IndexCounter
from .dated import DatedAttachment, DatedItem
from .delivery import DeliveredItem, Delivery, Recipient
from .interpretation import CONTENT_CHECKLIST, Form, Interpretation, InterpretationAttachment, Round, form_label
from .letter import Letter, LetterNumber, LetterSettings, LetterTemplate
from .platform import AnnualReportsPage, GuidePage, PlatformPage, RequestPage, RulesPage, StatutoryContentPage
from .policy import Genre, PolicyAct, PolicyAttachment, PolicyDocument, PolicyIssuer, Validity
from .source import SourceRecord
from .source_review import SourceReview, SourceStep
from .standard_catalogue import StandardCatalogue, StandardRow, StandardUpload
from .theme import Theme

__all__ = [
    "CONTENT_CHECKLIST",
    "AnnualReport",
    "AnnualReportsPage",
    "Applicant",
    "Application",
    "ApplicationEvent",
    "CatalogueItem",
    "ConsultedParty",
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
    "SourceRecord",
    "SourceReview",
    "SourceStep",
    "StandardCatalogue",
    "StandardRow",
    "StandardUpload",
    "StatutoryContentPage",
    "Theme",
    "Validity",
    "YearFigure",
    "form_label",
]
