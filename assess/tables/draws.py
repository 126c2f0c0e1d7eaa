"""The draws of a result as a table of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.errors import UnknownNameError
from assess.result.access import case_of
from assess.result.groups import columns_of

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

_GROUPS = ("posterior", "as_stated", "prior")

_DERIVED = ("log_odds", "log_evidence")
"""What follows from the other columns, or belongs to no number."""


def draws_table(result: xr.DataTree, group: str = "posterior") -> pd.DataFrame:
    """The draws of a result, one row a draw and one column a number.

    Each row is one way in which all the uncertain numbers could be at once, with the credences that
    would follow from it: sort it, filter it, or correlate a number with a credence.

    Parameters
    ----------
    result : DataTree
        What `weigh` returned, with draws.
    group : {'posterior', 'as_stated', 'prior'}
        The numbers as the items leave them; as stated and not updated; or as stated, with the
        credences before the items.

    Returns
    -------
    DataFrame
        Of pandas, indexed by chain and draw. Columns: `credence[...]` of each hypothesis, then each
        uncertain number under its address, such as `reliability[us]`. Of a quantity also its draws.

    Raises
    ------
    ValueError
        If the result holds no draws, or there is no such group.

    Notes
    -----
    `arviz.extract(result).to_dataframe()` is another thing: it crosses all the numbers with each
    other, which makes hundreds of millions of rows.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=100)
    >>> table = assess.draws_table(result)
    >>> len(table), table["reliability[us]"].between(0, 1).all().item()
    (400, True)
    """
    import pandas as pd

    case_of(result)  # refuses what is no result
    if group not in _GROUPS:
        raise UnknownNameError(group, _GROUPS, option="group")
    if group not in result.children:
        msg = (
            f"this result holds no draws of the group {group!r}: weigh the case with some, "
            "assess.weigh(case, draws=1000)"
        )
        raise ValueError(msg)
    draws = result[group].to_dataset()
    numbers = draws.drop_vars(_DERIVED, errors="ignore")
    columns = {label: column.ravel() for label, column in columns_of(numbers)}
    index = pd.MultiIndex.from_product(
        [draws["chain"].values, draws["draw"].values], names=["chain", "draw"]
    )
    return pd.DataFrame(columns, index=index)
