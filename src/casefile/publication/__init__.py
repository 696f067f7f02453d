"""The only way out of the register: what an audience may see of it, and nothing else."""

from casefile.publication.audience import AUDIENCES, Audience, Scope
from casefile.publication.both import publish_both
from casefile.publication.publish import Omission, Publication, Published, Withheld, publish

__all__ = [
    "AUDIENCES", "Audience", "Omission", "Publication", "Published", "Scope", "Withheld",
    "publish", "publish_both",
]  # fmt: skip
