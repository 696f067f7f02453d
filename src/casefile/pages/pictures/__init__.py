"""Pictures of a publication: what happened when, how many stand how; for print, in grey, for the ear."""

from casefile.pages.pictures.picture import Picture, nothing
from casefile.pages.pictures.status_chart import standings
from casefile.pages.pictures.timeline_picture import overview, timeline

__all__ = ["Picture", "nothing", "overview", "standings", "timeline"]
