"""What a result rests on: each reading is a function from a result to a Dataset."""

from __future__ import annotations

from assess.sensitivity.leave_out import leave_out
from assess.sensitivity.ledger import ledger
from assess.sensitivity.tornado import tornado

__all__ = ["leave_out", "ledger", "tornado"]
