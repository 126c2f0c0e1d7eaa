"""What a result rests on: each reading is a function from a result to a Dataset.

Every file in this room is a reading and holds a function of its own name. What several readings
share lies in the folders.
"""

from pkgutil import iter_modules

import lazy_loader

_READINGS = [m.name for m in iter_modules(__path__) if not m.ispkg]

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__, submod_attrs={name: [name] for name in _READINGS}
)
