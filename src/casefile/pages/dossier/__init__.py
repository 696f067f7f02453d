"""The dossier of a record: composed once from a publication, then written as Markdown, HTML or PDF."""

from casefile.pages.dossier.dossier_builder import chosen_records, document_title, dossier, dossiers, standing
from casefile.pages.dossier.dossier_content import Dossier, DossierEvent, StatusSummary

__all__ = [
    "Dossier",
    "DossierEvent",
    "StatusSummary",
    "chosen_records",
    "document_title",
    "dossier",
    "dossiers",
    "standing",
]
