"""The pictures: `plot_x(reading, ax=None)` for each file `x` in this room."""

from pkgutil import iter_modules

import lazy_loader

_READINGS = [m.name for m in iter_modules(__path__) if not m.ispkg]

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__, submod_attrs={name: [f"plot_{name}"] for name in _READINGS}
)
