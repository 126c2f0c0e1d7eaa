"""The pictures: `plot_x(reading, ax=None)` for each file `x` in this room."""

from pkgutil import iter_modules

import lazy_loader

_PICTURES = [m.name for m in iter_modules(__path__) if not m.ispkg and m.name != "of_reading"]

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__, submod_attrs={**{x: [f"plot_{x}"] for x in _PICTURES}, "of_reading": ["plot"]}
)
