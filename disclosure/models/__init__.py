from .annual_report import AnnualReport, YearFigure
from .catalogue import CatalogueItem, DisclosureAttribute, IndexCounter
from .dated import DatedAttachment, DatedItem
from .delivery import DeliveredItem, Delivery, Recipient
from .interpretation import CONTENT_CHECKLIST, Form, Interpretation, InterpretationAttachment, Round, form_label
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
    "CatalogueItem",
    "DatedAttachment",
    "DatedItem",
    "DeliveredItem",
    "Delivery",
    "DisclosureAttribute",
    "Form",
    "Genre",
    "GuidePage",
    "IndexCounter",
    "Interpretation",
    "InterpretationAttachment",
    "PlatformPage",
    "PolicyAct",
    "PolicyAttachment",
    "PolicyDocument",
    "PolicyIssuer",
    "Recipient",
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
