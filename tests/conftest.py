"""What all tests share."""

from __future__ import annotations

import sys
from pathlib import Path

# The tests are flat files without a package: helpers beside them are found by this.
sys.path.insert(0, str(Path(__file__).parent))
