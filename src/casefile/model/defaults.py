"""Default values for settings that casefile.yaml does not state."""

from __future__ import annotations

DEFAULT_STALE_DAYS = 90
"""Days without news after which custody is only presumed."""
DEFAULT_RELEASE_DAYS = 3
"""Days after which an order to release is presumed to be carried out."""
