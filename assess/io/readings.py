"""Readings as plain data, for other programs."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from assess.prose.explain import explain
from assess.result.reading import reading_name

if TYPE_CHECKING:
    import xarray as xr

FORMAT = "assess-reading/1"


def reading_as_plain(reading: xr.Dataset) -> dict[str, Any]:
    """Turn a reading into plain data.

    Parameters
    ----------
    reading : Dataset
        What any of the readings returned.

    Returns
    -------
    dict
        `format`, `reading` (its name), `explanation` (the words of `explain`), `about` (the
        attributes: what it is about and conditional on), and for each dimension a list of rows, one
        for each entry, with what lies along it; a variable of further dimensions is nested by their
        labels. Numbers are not rounded. Where there is no value, and where it would be infinite,
        stands null.

    Examples
    --------
    >>> import assess
    >>> reading = assess.leave_out(assess.weigh(assess.example_case("dprk_missiles")), "source")
    >>> row = reading_as_plain(reading)["left_out"][0]
    >>> sorted(row["credence"])
    ['new_type', 'none', 'old_type', 'other']
    """
    name = reading_name(reading)
    about = {k: _plain(v) for k, v in reading.attrs.items() if k != "reading"}
    out: dict[str, Any] = {
        "format": FORMAT,
        "reading": name,
        "explanation": explain(reading),
        "about": about,
    }
    single = {n: v for n, v in reading.data_vars.items() if not v.dims}
    if single:
        out["values"] = {str(n): _plain(v.values) for n, v in single.items()}
    for dim in reading.sizes:
        along = [n for n, v in reading.variables.items() if v.dims and v.dims[0] == dim]
        if along:
            out[str(dim)] = [
                {str(n): _nested(reading, reading[n].isel({dim: k})) for n in along}
                for k in range(reading.sizes[dim])
            ]
    return out


def reading_to_json(reading: xr.Dataset) -> str:
    """Write a reading as one JSON object.

    Parameters
    ----------
    reading : Dataset
        What any of the readings returned.

    Returns
    -------
    str

    Examples
    --------
    >>> import assess, json
    >>> reading = assess.tornado(assess.weigh(assess.example_case("dprk_missiles")))
    >>> json.loads(assess.reading_to_json(reading))["reading"]
    'tornado'
    """
    return json.dumps(reading_as_plain(reading), ensure_ascii=False, indent=2)


def _nested(reading: xr.Dataset, values: xr.DataArray) -> Any:
    """A scalar, or what lies along further dimensions by its labels."""
    if not values.dims:
        return _plain(values.values)
    dim = values.dims[0]
    rows = [_nested(reading, values.isel({dim: k})) for k in range(values.sizes[dim])]
    if dim in reading.coords and reading[dim].dtype == object:
        labels = [str(x) for x in reading[dim].values]
        if len(set(labels)) == len(labels):
            return dict(zip(labels, rows, strict=True))
    return rows


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, np.ndarray):
        value = value.item() if value.ndim == 0 else value.tolist()
    elif isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
