"""What the law of some countries says on custody: shipped as data, each fact with its legal source."""

from __future__ import annotations

from collections.abc import Mapping

from casefile.custody.circumstances import Jurisdiction

SHIPPED: Mapping[str, Jurisdiction] = {
    "KG": Jurisdiction(
        probation_beside_prison="instead",
        sentence_enforced="when_final",
        remand_credit=2.0,
        open_facilities="both",
    ),
    "KZ": Jurisdiction(probation_beside_prison="instead", sentence_enforced="when_final"),
    "RU": Jurisdiction(
        probation_beside_prison="instead",
        sentence_enforced="when_final",
        open_facilities="no",
        release_order="at_once",
    ),
    "TR": Jurisdiction(sentence_enforced="when_final", release_order="at_once"),
    "GB": Jurisdiction(sentence_enforced="at_once"),
    "US": Jurisdiction(probation_beside_prison="after", sentence_enforced="at_once"),
    "GT": Jurisdiction(sentence_enforced="when_final"),
}
