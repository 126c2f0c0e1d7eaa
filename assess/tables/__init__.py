"""The tables: `x_table(reading)` for each reading `x`, and the summary of a result."""

from pkgutil import iter_modules

import lazy_loader

_SHARED = {"of_reading", "draws", "summary", "table"}
_READINGS = [m.name for m in iter_modules(__path__) if m.name not in _SHARED]

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        **{name: [f"{name}_table"] for name in _READINGS},
        "draws": ["draws_table"],
        "summary": ["summary"],
        "table": ["Table"],
    },
)
