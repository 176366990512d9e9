from .catalogue import CatalogueItem, DisclosureAttribute, IndexCounter
from .cleanup import Cleanup, CleanupRow
from .dated import DatedAttachment, DatedItem
from .delivery import DeliveredItem, Delivery, Recipient
from .interpretation import CONTENT_CHECKLIST, Form, Interpretation, InterpretationAttachment, Round, form_label
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
    "AnnualReportsPage",
    "CatalogueItem",
    "Cleanup",
    "CleanupRow",
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
    "Manuscript",
    "PlatformPage",
    "PolicyAct",
    "PolicyAttachment",
    "PolicyDocument",
    "PolicyIssuer",
    "Recipient",
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
    "Theme",
    "Validity",
    "form_label",
]
