"""The priors that lead to given credences, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import credence_text, number_text
from assess.formatting.rows import at_least_one
from assess.prose.prior_sweep import headline, prior_text
from assess.result.reading import expect
from assess.tables.table import MOST, Row, Table, more

if TYPE_CHECKING:
    import xarray as xr


def prior_sweep_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """Which prior of a hypothesis leads to which credence.

    Parameters
    ----------
    reading : Dataset
        What `prior_sweep` returned.
    most : int, optional
        Most rows: the lowest credences; all for None.

    Returns
    -------
    Table
        The prior as stated and an even one with the credences that follow, the prior needed for
        each credence of the reading, and the one from which on the hypothesis leads.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"), draws=0)
    >>> assess.prior_sweep_table(assess.prior_sweep(result)).rows[0]
    ('as stated', '.25', '.91')
    """
    expect(reading, "prior_sweep")
    count, a = reading.sizes["threshold"], reading.attrs
    kept = at_least_one(most, count)
    header = ("", f"prior of {a['hypothesis']}", "credence")
    rows: list[Row] = [
        ("as stated", number_text(a["stated"]), credence_text(a["credence"])),
        ("even", number_text(a["even"]), credence_text(a["credence_at_even"])),
    ]
    for k in range(kept):
        prior, credence = (float(reading[n].values[k]) for n in ("prior_needed", "threshold"))
        rows.append(("needed", _text(prior), f"above {number_text(credence)}"))
    hidden = more(count - kept)
    lead = f"{a['hypothesis']} leads"
    rows.append((lead, f"from {_text(float(a['leads_from']))}", ""))
    notes = (f"This holds with {a['conditional_on']}.",)
    return Table(headline(reading), header, tuple(rows), (*hidden, *notes))


def _text(prior: float) -> str:
    """A prior that something needs; at the ends no prior does it, or each one."""
    return "no prior" if prior >= 1.0 else "any prior" if prior <= 0.0 else prior_text(prior)
