"""Pictures of a publication: timelines and charts, also for print, in grey, and for screen readers."""

from casefile.pages.pictures.picture import Picture, empty_picture
from casefile.pages.pictures.status_chart import standings
from casefile.pages.pictures.timeline_picture import overview, timeline

__all__ = ["Picture", "empty_picture", "overview", "standings", "timeline"]
