"""ArviZ on a result, unchanged: tables, pictures, power-scaling, files."""

from __future__ import annotations

from pathlib import Path

import arviz as az
import matplotlib as mpl
import numpy as np
import pytest
import xarray as xr

import assess
from assess.prepare.prepared import prepare
from assess.sampling.distributions import laws_of

mpl.use("Agg")


@pytest.fixture(scope="module")
def result() -> xr.DataTree:
    return assess.weigh(assess.example_case("dprk_missiles"), seed=3)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


def test_labels_of_the_summary_are_the_addresses_of_the_numbers(result: xr.DataTree) -> None:
    """Every uncertain number of the table is a row of ArviZ's summary, under its address."""
    table = az.summary(result)
    known = result["constant_data"].to_dataset()
    uncertain = known["number"].values[~known["fixed"].values]
    assert set(uncertain) <= set(table.index)
    assert set(table.index) - set(uncertain) == {
        f"{name}[{h}]"
        for name in ("credence", "log_odds")
        for h in ("new_type", "old_type", "none", "other")
    }


def test_independent_draws_have_nothing_to_diagnose(result: xr.DataTree) -> None:
    """r_hat of 1.00 and about as many effective draws as there are."""
    r_hat = az.rhat(result, group="posterior")
    ess = az.ess(result, group="posterior")
    for name in result["posterior"].data_vars:
        assert float(r_hat[name].max()) < 1.01, name
        assert float(ess[name].min()) > 3000, name


def test_mean_of_the_posterior_credences_is_the_credence(result: xr.DataTree) -> None:
    table = az.summary(result, var_names=["credence"], round_to="none")
    exact = result["exact"]["credence"].values
    gap = np.abs(table["mean"].to_numpy(dtype=float) - exact)
    assert (gap < 4 * table["mcse_mean"].to_numpy(dtype=float)).all()


@pytest.mark.parametrize("plot", ["plot_forest", "plot_dist", "plot_prior_posterior"])
def test_pictures_of_draws_are_drawn(result: xr.DataTree, plot: str, tmp_path: Path) -> None:
    """Of the credences and of a source, written to a file that is a picture."""
    drawn = getattr(az, plot)(result, var_names=["credence", "reliability"])
    path = tmp_path / f"{plot}.png"
    drawn.savefig(path)
    assert path.read_bytes().startswith(b"\x89PNG")


def test_power_scaling_finds_the_prior_stronger_than_any_item(result: xr.DataTree) -> None:
    """On the log-odds: the prior near .1, the items near .04."""
    table = az.psense_summary(result, var_names=["log_odds"])
    row = table.loc["log_odds[new_type]"]
    assert 0.06 < float(row["prior"]) < 0.18
    assert 0.02 < float(row["likelihood"]) < 0.08
    only = az.psense(result, var_names=["log_odds"], group="prior", group_var_names=["reliability"])
    assert 0.0 < float(only["log_odds"].sel(hypothesis="new_type")) < float(row["prior"])


@pytest.mark.slow
def test_a_netcdf_file_brings_everything_back(result: xr.DataTree, tmp_path: Path) -> None:
    result.to_netcdf(tmp_path / "result.nc")
    with xr.open_datatree(tmp_path / "result.nc") as read:
        assert set(read.children) == set(result.children)
        for name, group in result.children.items():
            for variable, values in group.data_vars.items():
                assert np.array_equal(read[name][variable].values, values.values), variable
        assert str(assess.summary(read)) == str(assess.summary(result))
        assert assess.to_json(read) == assess.to_json(result)
        table = az.summary(read, var_names=["credence"])
        assert list(table.index) == list(az.summary(result, var_names=["credence"]).index)


def test_a_zarr_store_brings_the_draws_back(tmp_path: Path) -> None:
    result = assess.weigh(assess.example_case("dprk_missiles"), draws=50)
    result.to_zarr(tmp_path / "result.zarr", consolidated=False)
    read = xr.open_datatree(tmp_path / "result.zarr", engine="zarr", consolidated=False)
    assert np.array_equal(read["posterior"]["credence"], result["posterior"]["credence"])
    assert str(assess.summary(read)) == str(assess.summary(result))


def test_log_prior_has_the_densities_of_the_stated_forms() -> None:
    """A Beta, a PERT, a Dirichlet, a lognormal ratio, each by scipy."""
    from scipy import stats

    case = assess.case_from(
        {
            "format": "assess/1",
            "questions": [
                {
                    "id": "q",
                    "exhaustive": "made so",
                    "concentration": 5,
                    "hypotheses": [{"id": "h", "prior": 0.4}, {"id": "g", "prior": 0.6}],
                }
            ],
            "sources": [{"id": "s", "reliability": {"beta": [6, 3]}}],
            "items": [
                {
                    "id": "a",
                    "source": "s",
                    "likelihood": {"h": {"pert": [0.2, 0.5, 0.9]}, "g": 0.2},
                    "if_unreliable": 0.4,
                },
                {
                    "id": "b",
                    "source": "s",
                    "ratio": {"for": "h", "value": {"lognormal": {"median": 4, "p95": 12}}},
                },
            ],
        }
    )
    group = assess.weigh(case, draws=100)
    draws, found = group["posterior"], group["log_prior"]
    sigma = np.log(3) / 1.6448536269514722
    a = 1 + 4 * (0.3 / 0.7)
    expected = {
        "reliability": stats.beta(6, 3).logpdf(draws["reliability"].values),
        "likelihood": stats.beta(a, 6 - a, loc=0.2, scale=0.7).logpdf(draws["likelihood"].values),
        "ratio": stats.lognorm(sigma, scale=4).logpdf(draws["ratio"].values),
        "prior": stats.beta(2, 3).logpdf(draws["prior"].values[..., :1]),
    }
    assert set(found.data_vars) == set(expected)
    for name, values in expected.items():
        assert found[name].values == pytest.approx(values, abs=1e-9), name
    assert found["prior"]["prior_row"].values.tolist() == ["h, g"]
    ready = prepare(case)
    assert laws_of(ready.structure, ready.numbers).rows[0][1].tolist() == pytest.approx([2.0, 3.0])
