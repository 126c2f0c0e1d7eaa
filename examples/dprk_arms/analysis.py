"""Weigh the four questions together, and show what each rests on and how far each moves the others.

The figures go into the folder named on the command line, or into ./plots:

    uv run python examples/dprk_arms/analysis.py plots
"""

import importlib.util
import sys
from pathlib import Path

import matplotlib.pyplot as plt

import assess
from assess.plots.layout.page import BLUE, GUIDE, LABEL_SIZE, ORANGE, ROW, RULE, VERMILLION, WIDTH

HERE = Path(__file__).parent
TARGETS = ("new_type", "3e+06..4.8e+06", "sensitive", "thousands")
MARKS = {
    "as stated": (BLUE, "o"),
    "links cut": (VERMILLION, "s"),
    "sources not shared": (ORANGE, "^"),
}
LEAST = 0.05  # decibans: less does not show in one decimal


def what_if():
    """The script beside this one."""
    spec = importlib.util.spec_from_file_location("dprk_arms_what_if", HERE / "what_if.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def report(result, ledgers, tornados):
    """Print the result, what each item gave, and for each question what each source adds."""
    print(assess.summary(result), end="\n\n")
    for table in ledgers.values():
        print(assess.ledger_table(table), end="\n\n")
    for target in TARGETS:
        print(
            assess.leave_out_table(assess.leave_out(result, "source", hypothesis=target)),
            end="\n\n",
        )
    for table in tornados.values():
        print(assess.tornado_table(table, most=6), end="\n\n")


def plot_ties(found, ax):
    """What the items of one question add to another, for each way of cutting ties."""
    stated = found["as stated"]
    pairs = [
        (a, b)
        for a in stated
        for b in stated
        if a != b and any(abs(found[name][a][b]) >= LEAST for name in MARKS)
    ]
    for name, (color, marker) in MARKS.items():
        values = [found[name][a][b] for a, b in pairs]
        rows = range(len(pairs))
        ax.plot(values, rows, marker, color=color, label=name, ms=7, alpha=0.85, ls="none")
    ax.axvline(0, color=RULE, lw=0.8)
    ax.set_yticks(range(len(pairs)), [f"{a} → {b}" for a, b in pairs], size=LABEL_SIZE)
    ax.set_ylim(len(pairs) - 0.5, -0.5)
    ax.grid(axis="y", color=GUIDE)
    ax.set_axisbelow(True)
    ax.set_xlabel("what the items of one question add to another (decibans)")
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.4, 1.18), ncols=3)
    return ax


def save_figures(case, ledgers, tornados, folder):
    """Save the ties, and for missiles and technology the ledger and the tornado."""
    folder.mkdir(parents=True, exist_ok=True)
    module = what_if()
    ways = {name: other for name, other in module.settings(case).items() if name in MARKS}
    figure, ax = plt.subplots(figsize=(WIDTH, 1.3 + 9 * ROW), layout="constrained")
    plot_ties({name: module.effects(other) for name, other in ways.items()}, ax)
    figure.savefig(folder / "ties.png", dpi=150)
    for name, table in ledgers.items():
        assess.plot_ledger(table).figure.savefig(folder / f"ledger_{name}.png", dpi=150)
    for name, table in tornados.items():
        assess.plot_tornado(table, most=10).figure.savefig(folder / f"tornado_{name}.png", dpi=150)
    print(f"Figures written to {folder}: ties.png, and a ledger and a tornado each for missiles")
    print("and technology")


def main(folder="plots"):
    case = assess.load_case(HERE / "case.yaml")
    result = assess.weigh(case, draws=0)
    shown = {"missiles": "new_type", "technology": "sensitive"}
    ledgers = {name: assess.ledger(result, hypothesis=h) for name, h in shown.items()}
    tornados = {name: assess.tornado(result, hypothesis=h) for name, h in shown.items()}
    report(result, ledgers, tornados)
    save_figures(case, ledgers, tornados, Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:2])
