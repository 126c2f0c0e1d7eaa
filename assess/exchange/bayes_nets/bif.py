"""Bayesian networks from BIF files: each variable becomes a question, linked to its parents.

The format is the Interchange Format for Bayesian Networks, version 0.15, as JavaBayes and the
repository of bnlearn write it: blocks `network`, `variable` and `probability`. Commas and bars only
separate; `//` and `/* */` are comments; names may stand in double quotes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from assess.case.build import case_from
from assess.case.model import Case
from assess.errors import CaseError, Location, Problem
from assess.exchange.bayes_nets.bif_text import (
    Block,
    Network,
    Reader,
    Variable,
    problems_of,
    rows_of,
    tokens,
)
from evidence.item import OTHERS

_LONGEST_ID = 80
_EXHAUSTIVE = "the states of a variable of a Bayesian network"
_SPELT = (("<=", "le"), (">=", "ge"), ("<", "lt"), (">", "gt"), ("+", "plus"), ("%", "pct"))


def from_bif(source: str | os.PathLike[str]) -> Case:
    """Read a Bayesian network in BIF format as a case of linked questions without items.

    Each variable becomes a question with its states as hypotheses and each probability table its
    prior, so that findings can be added as items.

    Parameters
    ----------
    source : path or str
        A file, or the text itself, which is known by its braces.

    Returns
    -------
    Case
        The questions in the order of the file. A name that cannot be an id is spelt out (`<5`
        becomes `lt5`, `Asy/Patch` becomes `Asy_Patch`, a number is appended to a second one of the
        same spelling) and kept in `text`.

    Raises
    ------
    CaseError
        If the text is not such a network: the first place that cannot be read, or everything that
        does not fit together, each with its line.
    OSError
        If the file cannot be read.

    Notes
    -----
    A row of a table that misses 1 by less than 1e-6 is divided by its sum; probabilities of 0 and 1
    are taken as certain. A `table` of a variable with parents is read as the format has it, the
    variable's own state changing slowest and its last parent's fastest; `default` fills in the rows
    that are not listed.

    References
    ----------
    Cozman, F. G. (1998), *The Interchange Format for Bayesian Networks*, version 0.15. Scutari, M.,
    *Bayesian Network Repository*, https://www.bnlearn.com/bnrepository/.

    Examples
    --------
    >>> case = from_bif('''
    ... network example { }
    ... variable rain { type discrete [ 2 ] { yes, no }; }
    ... variable wet { type discrete [ 2 ] { yes, no }; }
    ... probability ( rain ) { table 0.2, 0.8; }
    ... probability ( wet | rain ) { (yes) 0.9, 0.1; (no) 0.3, 0.7; }
    ... ''')
    >>> [q.id for q in case.questions], case.questions[1].given
    (['rain', 'wet'], ('rain',))
    """
    text, origin = _text_of(source)
    network = Reader(tokens(text, origin), origin).network()
    problems = [*problems_of(network)]
    if problems:
        raise CaseError(tuple(sorted(problems, key=lambda p: p.line or 0)), origin)
    data, lines = _as_case(network)
    return case_from(data, lines=lines, origin=origin)


def _text_of(source: str | os.PathLike[str]) -> tuple[str, str]:
    if isinstance(source, str) and ("{" in source or "\n" in source):
        return source, ""
    raw = Path(source).read_bytes()
    try:
        return raw.decode("utf-8-sig"), str(source)
    except UnicodeDecodeError as error:
        seen, line = f"byte 0x{raw[error.start]:02x}", raw[: error.start].count(b"\n") + 1
        problem = Problem((), "is not UTF-8 text", seen, "a file saved as UTF-8", line=line)
        raise CaseError((problem,), str(source)) from None


# --- the case ------------------------------------------------------------------------------------


def _as_case(network: Network) -> tuple[dict[str, Any], dict[Location, int]]:
    """The network as plain data of a case, and the lines of its parts."""
    ids = _ids(v.name for v in network.variables)
    states = {v.name: _ids(v.states, (OTHERS,)) for v in network.variables}
    blocks = {b.name: b for b in network.blocks}
    lines: dict[Location, int] = {}
    questions = []
    for k, v in enumerate(network.variables):
        block = blocks[v.name]
        lines["questions", k], lines["questions", k, "given"] = v.line, block.line
        hypotheses = [_named(h, name) for name, h in states[v.name].items()]
        question = {**_named(ids[v.name], v.name), "exhaustive": _EXHAUSTIVE}
        rows = _filled(block, v, [states[p] for p in block.parents])
        if block.parents:
            question["hypotheses"] = hypotheses
            question["given"] = [ids[p] for p in block.parents]
            question["table"] = [
                {
                    "when": dict(zip(question["given"], when, strict=True)),
                    "prior": dict(zip(states[v.name].values(), map(_stated, row), strict=True)),
                }
                for when, row in rows
            ]
        else:
            stated = map(_stated, rows[0][1])
            question["hypotheses"] = [
                {**h, "prior": p} for h, p in zip(hypotheses, stated, strict=True)
            ]
        questions.append(question)
    title = "" if network.name == "unknown" else network.name
    return {"format": "assess/1", "title": title, "questions": questions}, lines


def _filled(
    block: Block, child: Variable, parents: Sequence[dict[str, str]]
) -> list[tuple[tuple[str, ...], list[float]]]:
    """Every row of a block, with the ids of the parents' states; each divided by its sum."""
    combinations = [*product(*parents)]
    default: list[float] = []
    listed_rows: dict[tuple[str, ...], list[float]] = {}
    for e in block.entries:
        rows = rows_of(e, len(child.states))
        if e.kind == "table":
            listed_rows = dict(zip(combinations, rows, strict=True))
        elif e.kind == "default":
            default = rows[0]
        else:
            listed_rows[e.states] = rows[0]
    filled = []
    for combination in combinations:
        row = listed_rows.get(combination, default)
        when = tuple(p[state] for p, state in zip(parents, combination, strict=True))
        filled.append((when, [x / sum(row) for x in row]))
    return filled


def _stated(probability: float) -> float | dict[str, Any]:
    certain = probability in (0.0, 1.0)
    return {"value": probability, "certain": True} if certain else probability


def _named(identifier: str, name: str) -> dict[str, Any]:
    return {"id": identifier} if identifier == name else {"id": identifier, "text": name}


def _ids(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """A valid id for each name, in their order; the name itself where it is one."""
    names, used = tuple(names), set(taken)
    ids = {name: name for name in names if _spelt(name) == name and name not in used}
    used |= ids.keys()
    for name in names:
        first = _spelt(name)
        identifier, k = ids.get(name, first), 1
        while name not in ids and identifier in used:
            k += 1
            identifier = f"{first[: _LONGEST_ID - len(str(k)) - 1]}_{k}"
        used.add(identifier)
        ids[name] = identifier
    return {name: ids[name] for name in names}


def _spelt(name: str) -> str:
    """A name in the letters that an id may have."""
    text = re.sub(r"^-(?=[\d.])", "minus", name)
    for sign, word in _SPELT:
        text = text.replace(sign, word)
    text = "".join(c if c.isalpha() or c.isdecimal() or c in "_.-" else "_" for c in text)
    return text.lstrip("_.-")[:_LONGEST_ID] or "unnamed"
