"""Names in messages; defined in `priors`, which needs them too, and passed on here."""

from __future__ import annotations

from priors.names import closest, listed, one_line, shown

__all__ = ["closest", "listed", "one_line", "shown"]
