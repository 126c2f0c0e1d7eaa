"""The value of information as a table that a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assess.formatting.numbers import credence_text, information_text, move_text, quantity_text
from assess.formatting.rows import at_least_one
from assess.prose.value_of_information import headline
from assess.result.reading import expect
from assess.tables.table import MOST, Table, alone, more

if TYPE_CHECKING:
    import xarray as xr


def value_of_information_table(reading: xr.Dataset, most: int | None = MOST) -> Table:
    """What each candidate is expected to tell, as a readable table, with the best two.

    Parameters
    ----------
    reading : Dataset
        What `value_of_information` returned.
    most : int, optional
        Most rows: the candidates that tell most; all for None.

    Returns
    -------
    Table
        Prints as text and shows as a table in a notebook. A row for each candidate: its expected
        information in bits, its cost and the bits per unit of cost where any has a cost, the
        chances that another hypothesis comes to lead and that the leading one changes its verbal
        band, and the largest move of a credence that it may bring. With payoffs also what it adds
        to the expected value of the decision, and that less its cost. The last row is for the two
        candidates that tell most together, and under a candidate stands what it may repeat.

    Raises
    ------
    ValueError
        If `most` is below 1, or the Dataset is another reading.

    Examples
    --------
    >>> import assess
    >>> result = assess.weigh(assess.example_case("dprk_missiles"))
    >>> table = assess.information_table(assess.value_of_information(result))
    >>> table.header[:2]
    ('candidate', 'bits')
    """
    expect(reading, "value_of_information")
    kept, a = at_least_one(most, reading.sizes["candidate"]), reading.attrs
    unit = a["cost_unit"] or "unit of cost"
    costs, decision = bool(reading["cost"].notnull().any()), "value" in reading
    header = ["candidate", "bits"]
    header += [f"cost ({a['cost_unit']})" if a["cost_unit"] else "cost", f"bits per {unit}"] * costs
    header += ["lead changes", "band changes", "largest move"]
    header += ["adds to value", "less its cost"] * decision
    rows = []
    for k in range(kept):
        row = reading.isel(candidate=k)
        rows.append((str(row["candidate"].values), *_cells(row, costs=costs, decision=decision)))
        if note := str(row["note"].values):
            rows.append(alone(f"  {note}", header))
    hidden = more(reading.sizes["candidate"] - kept)
    if a["best_pair"]:
        rows.append((*_pair(reading, costs=costs), *[""] * (3 + 2 * decision)))
    level = f", level with {a['level']}" if a["level"] else ""
    notes = (
        (
            f"What each candidate is expected to tell about {a['question']}, of "
            f"{information_text(a['entropy'])} bits that are missing."
        ),
        f"Now {a['leading']} leads with {credence_text(a['credence'])}, {a['band']}{level}.",
    )
    return Table(headline(reading), tuple(header), tuple(rows), (*hidden, *notes))


def _cells(row: xr.Dataset, *, costs: bool, decision: bool) -> list[str]:
    cells = [information_text(float(row["bits"]))]
    if costs:
        cells += _paid(float(row["cost"]), float(row["bits_per_cost"]))
    cells += [credence_text(float(row[f"chance_{k}_changes"])) for k in ("lead", "band")]
    cells.append(f"{row['moved'].values} {move_text(float(row['largest_move']))}")
    if decision:
        net = float(row["net_value"])
        cells += [quantity_text(float(row["value"])), "" if net != net else quantity_text(net)]
    return cells


def _paid(cost: float, bits: float) -> list[str]:
    """A cost and the bits for each unit of it, empty where none was stated."""
    return ["", ""] if cost != cost else [quantity_text(cost), information_text(bits)]


def _pair(information: xr.Dataset, *, costs: bool) -> list[str]:
    row = information.sel(pair=information.attrs["best_pair"])
    joint, total = (information_text(float(row[k])) for k in ("joint_bits", "sum_of_bits"))
    cells = [f"best two: {information.attrs['best_pair']} (sum {total})", joint]
    if costs:
        cells += _paid(float(row["joint_cost"]), float(row["joint_bits_per_cost"]))
    return cells


information_table = value_of_information_table
