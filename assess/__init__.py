"""Weigh evidence: from a case to credences, and to what they rest on.

    import assess
    result = assess.weigh(assess.load_case("case.yaml"))
    print(assess.summary(result))

The public names stand in `__init__.pyi` and nowhere else. They are loaded when they are first used,
so that `import assess` stays quick.
"""

from importlib import import_module

import lazy_loader


def _check_neighbours() -> None:
    """Say clearly when another distribution or a file shadows one of the three packages."""
    for name in ("priors", "evidence"):
        package = import_module(name)
        if not getattr(package, "__evidence_assess__", False):
            place = getattr(package, "__file__", None) or "an unknown place"
            msg = (
                f"the package {name!r} found at {place} does not belong to evidence-assess: rename "
                f"that file, or uninstall the other distribution and reinstall evidence-assess"
            )
            raise ImportError(msg)


_check_neighbours()

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
