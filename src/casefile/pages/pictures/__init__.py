"""Pictures of a publication: what happened when, how many stand how; for print, in grey, for the ear."""

from casefile.pages.pictures.picture import Picture, nothing
from casefile.pages.pictures.standings import standings
from casefile.pages.pictures.timeline import overview, timeline

__all__ = ["Picture", "nothing", "overview", "standings", "timeline"]
