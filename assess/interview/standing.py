"""Where a case that is being stated stands: the credences, and what an item did to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assess.case.build import case_from
from assess.errors import CaseError
from assess.formatting.numbers import credence_text, decibans_text

if TYPE_CHECKING:
    from priors.arrays import Array


def problems(data: dict[str, Any]) -> str:
    """Tell what is wrong with a case, in a line each; empty if it can be weighed."""
    try:
        case_from(data)
    except CaseError as error:
        return str(error)
    return ""


def standing(after: dict[str, Any] | None, before: dict[str, Any] | None = None) -> str:
    """Write the credence of each hypothesis in a line, and its change in decibans.

    Parameters
    ----------
    after : dict or None
        A case as plain data; None where no prior is complete.
    before : dict, optional
        The case without its last item.

    Returns
    -------
    str
        Credences as in a result. The change is that of the odds of a hypothesis against all the
        rest, in decibans.
    """
    if after is None:
        return "  no credences yet: there are priors to be answered"
    try:
        names, now = _log_credences(after)
        then = now if before is None else _log_credences(before)[1]
    except ValueError as error:
        return f"  this cannot be weighed: {error}"
    return "\n".join(_lines(names, then, now, changed=before is not None))


def _log_credences(data: dict[str, Any]) -> tuple[list[str], Array]:
    from assess.engines import weigh
    from assess.result.access import exact_of

    exact = exact_of(weigh(case_from(data), draws=0))
    return [str(h) for h in exact["hypothesis"].values], exact["log_credence"].values


def _lines(names: list[str], then: Array, now: Array, *, changed: bool) -> list[str]:
    import numpy as np

    from assess.kernel.logs import log_odds

    width = max(len(name) for name in names)
    lines = []
    for k, name in enumerate(names):
        text = f"  {name:<{width}}  "
        if changed:
            others = [j for j in range(len(names)) if j != k]
            moved = 10.0 / np.log(10.0) * (log_odds(now, k, others) - log_odds(then, k, others))
            text += f"{credence_text(float(np.exp(then[k]))):>5} to "
            text += f"{credence_text(float(np.exp(now[k]))):<5}  {decibans_text(float(moved))}"
        else:
            text += credence_text(float(np.exp(now[k])))
        lines.append(text)
    return lines
