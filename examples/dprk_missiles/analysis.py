"""Weigh both versions of the founding case, and show what each result rests on.

The figures go into the folder named on the command line, or into ./plots:

    uv run python examples/dprk_missiles/analysis.py plots
"""

import sys
from pathlib import Path

import assess

HERE = Path(__file__).parent


def report(result, *, vary_fixed=None):
    """Print the result, what each item gave, and what the result rests on."""
    print(assess.summary(result), end="\n\n")
    print(
        assess.ledger_table(assess.ledger(result, hypothesis="new_type", against="none")),
        end="\n\n",
    )
    for by in ("item", "origin", "source"):
        print(
            assess.leave_out_table(assess.leave_out(result, by, hypothesis="new_type")), end="\n\n"
        )
    print(
        assess.tornado_table(assess.tornado(result, hypothesis="new_type", vary_fixed=vary_fixed))
    )
    print("\n" + "-" * 80 + "\n")


def save_figures(result, folder):
    """Save the ledger and the tornado of a result."""
    folder.mkdir(parents=True, exist_ok=True)
    ledger = assess.ledger(result, hypothesis="new_type", against="none")
    tornado = assess.tornado(result, hypothesis="new_type")
    assess.plot_ledger(ledger).figure.savefig(folder / "ledger.png", dpi=150)
    assess.plot_tornado(tornado, most=12).figure.savefig(folder / "tornado.png", dpi=150)
    print(f"Figures written to {folder}: ledger.png, tornado.png")


def main(folder="plots"):
    structural = assess.weigh(assess.load_case(HERE / "case.yaml"))
    conditional = assess.weigh(assess.load_case(HERE / "case_conditional.yaml"))
    report(structural)
    # this version states no ranges: the odds of each number are divided and multiplied by 1.5
    report(conditional, vary_fixed=1.5)
    save_figures(structural, Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:2])
