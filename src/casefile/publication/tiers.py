"""How strict each node of a record is: the model says so, see `casefile.model.tiers`."""

from casefile.model.tiers import CLOSE, TIER_WORDS, Facts, record_tier, strictness

__all__ = ["CLOSE", "TIER_WORDS", "Facts", "record_tier", "strictness"]
