"""The dossier of a record: composed once from a publication, then set as Markdown, as HTML or on paper."""

from casefile.pages.dossier.dossier_builder import chosen_records, dossier, dossiers, headed, standing
from casefile.pages.dossier.dossier_content import Dossier, Happening, Standing

__all__ = ["Dossier", "Happening", "Standing", "chosen_records", "dossier", "dossiers", "headed", "standing"]
