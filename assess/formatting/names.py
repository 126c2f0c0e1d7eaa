"""Names in messages; defined in `priors`, which needs them too, and passed on here."""

from __future__ import annotations

from priors.names import closest, did_you_mean, listed, one_line, shown

__all__ = ["closest", "did_you_mean", "listed", "one_line", "shown"]
