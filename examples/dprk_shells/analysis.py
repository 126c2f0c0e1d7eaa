"""Weigh the container model alone and the claims against it, and show what the result rests on.

The figures go into the folder named on the command line, or into ./plots:

    uv run python examples/dprk_shells/analysis.py plots
"""

import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import gaussian_kde

import assess
from assess.plots.layout.page import BLUE, INK, NUMBER_SIZE, RULE, VERMILLION, WIDTH

HERE = Path(__file__).parent
BAND = "3e+06..4.8e+06"
CLAIMS = (
    ("at least 3.0 (United States)", 3.0, +1),
    ("up to 3.0 (Richter)", 3.0, -1),
    ("could hold up to 4.8 (Seoul)", 4.8, -1),
)


def report(result):
    """Print the result, what each item gave, and what the result rests on."""
    print(assess.summary(result), end="\n\n")
    print(assess.ledger_table(assess.ledger(result, hypothesis=BAND)), end="\n\n")
    for by in ("item", "origin"):
        print(assess.leave_out_table(assess.leave_out(result, by, hypothesis=BAND)), end="\n\n")
    print(assess.tornado_table(assess.tornado(result, hypothesis=BAND)))


def plot_shells(result, ax):
    """The shells before the items and given them, with the claims as bounds."""
    x = np.linspace(0.5, 6, 400)
    for group, words, color in (
        ("prior", "container model, before the items", RULE),
        ("posterior", "given the items", BLUE),
    ):
        shells = result[group]["quantity"].sel(quantity_of="shells").values.ravel() / 1e6
        density = gaussian_kde(shells, bw_method=0.3)(x)
        ax.plot(x, density, color=color, label=words)
        ax.fill_between(x, density, color=color, alpha=0.15)
    top = ax.get_ylim()[1]
    for k, (words, value, side) in enumerate(CLAIMS):
        y = top * (1.05 + 0.11 * k)
        ax.annotate(
            "",
            (value + side * 0.7, y),
            (value, y),
            arrowprops={"arrowstyle": "->", "color": VERMILLION, "shrinkA": 0},
        )
        ax.plot([value, value], [0, y], color=VERMILLION, lw=0.7, ls=":")
        ax.text(
            value - side * 0.06,
            y,
            words,
            ha="right" if side > 0 else "left",
            va="center",
            size=NUMBER_SIZE,
            color=INK,
        )
    ax.set(
        xlabel="shells delivered by 20 June 2024, millions",
        ylabel="density",
        xlim=(0.5, 6),
        ylim=(0, top * 1.4),
    )
    ax.legend(frameon=False, loc="upper left", fontsize=NUMBER_SIZE + 1)
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def save_figures(result, folder):
    """Save the quantity, the ledger and the tornado."""
    folder.mkdir(parents=True, exist_ok=True)
    figure, ax = plt.subplots(figsize=(WIDTH, 3.4), layout="constrained")
    plot_shells(result, ax)
    figure.savefig(folder / "shells.png", dpi=150)
    ledger = assess.ledger(result, hypothesis=BAND)
    tornado = assess.tornado(result, hypothesis=BAND)
    assess.plot_ledger(ledger).figure.savefig(folder / "ledger.png", dpi=150)
    assess.plot_tornado(tornado, most=12).figure.savefig(folder / "tornado.png", dpi=150)
    print(f"\nFigures written to {folder}: shells.png, ledger.png, tornado.png")


def main(folder="plots"):
    print(assess.summary(assess.weigh(assess.load_case(HERE / "model.yaml"), draws=0)))
    print("\n" + "-" * 80 + "\n")
    result = assess.weigh(assess.load_case(HERE / "case.yaml"))
    report(result)
    save_figures(result, Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:2])
