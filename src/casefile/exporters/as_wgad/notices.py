"""The notices that an arrested person and the family have a right to, in the words of the questionnaire."""

from __future__ import annotations

from collections.abc import Iterator

from casefile.exporters.as_wgad.form import Fact
from casefile.exporters.as_wgad.subject import Subject, stated
from casefile.model.events import Detention

NOTICE = {
    "reasons": "Reasons for the arrest",
    "rights": "Notice of the person's rights",
    "family": "Notice to the family",
}
"""The fields of `notice` of a detention, each as the beginning of a sentence."""


def notices(subject: Subject, *, dated: bool = False) -> Iterator[Fact]:
    """Yield each notice that a detention states: `Notice to the family: denied`."""
    taken = subject.of(Detention)
    for told in taken:
        for field, what in NOTICE.items():
            words = stated(getattr(told.event.notice, field, None))
            if words:
                yield subject.fact(told, f"{what}: {words}", dated=dated or len(taken) > 1, field="notice")
