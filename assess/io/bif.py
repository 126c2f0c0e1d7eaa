"""Bayesian networks from BIF files: each variable becomes a question, linked to its parents.

The format is the Interchange Format for Bayesian Networks, version 0.15, as JavaBayes and the
repository of bnlearn write it: blocks `network`, `variable` and `probability`. Commas and bars only
separate; `//` and `/* */` are comments; names may stand in double quotes.
"""

from __future__ import annotations

import math
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from assess.case import Case, case_from
from assess.problems import CaseError, Location, Problem, closest, listed
from evidence.item import OTHERS

ROUNDING = 1e-6
"""How far a row may be from 1 and still be taken for rounded: it is then divided by its sum."""

_MOST_ROWS = 1_000_000
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
    network = _Reader(_tokens(text, origin), origin).network()
    problems = [*_problems(network)]
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


# --- from text to blocks -------------------------------------------------------------------------


class _Token(NamedTuple):
    text: str
    line: int
    kind: str  # word, string or mark


_TOKEN = re.compile(
    r"""(?P<space>[\s,|]+|//[^\n]*|/\*.*?\*/)
      | (?P<string>"[^"\n]*")
      | (?P<mark>[{}()\[\];])
      | (?P<bad>"|/\*)
      | (?P<word>[^\s,|{}()\[\];"]+)""",
    re.VERBOSE | re.DOTALL,
)


def _tokens(text: str, origin: str) -> list[_Token]:
    found, line = [], 1
    for match in _TOKEN.finditer(text):
        kind, seen = str(match.lastgroup), match.group()
        if kind == "bad":
            what = "a quoted name is not closed" if seen == '"' else "a comment is not closed"
            raise CaseError((Problem((), what, line=line),), origin)
        if kind != "space":
            found.append(_Token(seen.strip('"') if kind == "string" else seen, line, kind))
        line += seen.count("\n")
    found.append(_Token("the end of the file", line, "end"))
    return found


@dataclass
class _Variable:
    name: str
    line: int
    states: tuple[str, ...] = ()
    count: str = ""


@dataclass
class _Entry:
    """Numbers in a probability block: of one row, of the `table`, or the `default`."""

    kind: str  # row, table or default
    states: tuple[str, ...]
    numbers: tuple[str, ...]
    line: int


@dataclass
class _Block:
    """A probability block: the variable, its parents and the numbers."""

    name: str
    parents: tuple[str, ...]
    line: int
    entries: list[_Entry] = field(default_factory=list)


@dataclass
class _Network:
    name: str = ""
    variables: list[_Variable] = field(default_factory=list)
    blocks: list[_Block] = field(default_factory=list)


class _Reader:
    """A parser by recursive descent: one method for each thing of the grammar."""

    def __init__(self, tokens: Sequence[_Token], origin: str) -> None:
        self.tokens, self.origin, self.at = tokens, origin, 0

    @property
    def here(self) -> _Token:
        return self.tokens[self.at]

    def fail(self, allowed: str) -> NoReturn:
        seen = self.here.text if self.here.kind == "end" else repr(self.here.text)
        problem = Problem((), "cannot be read as BIF", seen, allowed, line=self.here.line)
        raise CaseError((problem,), self.origin)

    def take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def mark(self, mark: str) -> None:
        if self.here.kind != "mark" or self.here.text != mark:
            self.fail(repr(mark))
        self.take()

    def is_mark(self, mark: str) -> bool:
        return self.here.kind == "mark" and self.here.text == mark

    def name(self, what: str) -> str:
        if self.here.kind not in ("word", "string"):
            self.fail(what)
        return self.take().text

    def names(self, end: str, what: str) -> tuple[str, ...]:
        """Names or numbers up to the closing mark, which is taken too."""
        found = []
        while not self.is_mark(end):
            found.append(self.name(f"{what} or {end!r}"))
        self.mark(end)
        return tuple(found)

    def skip_property(self) -> None:
        while not self.is_mark(";"):
            if self.here.kind == "end":
                self.fail("';' at the end of the property")
            self.take()
        self.mark(";")

    def network(self) -> _Network:
        network = _Network()
        while self.here.kind != "end":
            match self.here.text if self.here.kind == "word" else "":
                case "network":
                    self.take()
                    if not self.is_mark("{"):
                        network.name = self.name("a name or '{'")
                    self.properties()
                case "variable":
                    network.variables.append(self.variable())
                case "probability":
                    network.blocks.append(self.block())
                case _:
                    self.fail("network, variable or probability")
        if not network.variables:
            self.fail("a block 'variable'")
        return network

    def properties(self) -> None:
        self.mark("{")
        while not self.is_mark("}"):
            if self.here.text != "property":
                self.fail("property or '}'")
            self.skip_property()
        self.mark("}")

    def variable(self) -> _Variable:
        line = self.take().line
        variable = _Variable(self.name("the name of the variable"), line)
        self.mark("{")
        while not self.is_mark("}"):
            if self.here.text == "property":
                self.skip_property()
                continue
            if self.here.text != "type":
                self.fail("type, property or '}'")
            self.take()
            if self.here.text != "discrete":
                self.fail("discrete; other types of variables cannot be hypotheses")
            self.take()
            self.mark("[")
            variable.count = self.name("the number of states")
            self.mark("]")
            self.mark("{")
            variable.states = self.names("}", "a state")
            self.mark(";")
        self.mark("}")
        return variable

    def block(self) -> _Block:
        line = self.take().line
        self.mark("(")
        name = self.name("the name of a variable")
        block = _Block(name, self.names(")", "a parent"), line)
        self.mark("{")
        while not self.is_mark("}"):
            if self.here.text == "property":
                self.skip_property()
                continue
            line, kind = self.here.line, "row"
            states: tuple[str, ...] = ()
            if self.is_mark("("):
                self.take()
                states = self.names(")", "a state")
            elif self.here.text in ("table", "default"):
                kind = self.take().text
            else:
                self.fail("table, default, a row '(state, ...)', property or '}'")
            numbers = self.names(";", "a number")
            block.entries.append(_Entry(kind, states, numbers, line))
        self.mark("}")
        return block


# --- what must fit together ----------------------------------------------------------------------


def _problems(network: _Network) -> Iterator[Problem]:
    """Every problem of a network whose text can be read."""
    variables = {v.name: v for v in network.variables}
    seen: set[str] = set()
    for v in network.variables:
        yield from _of_variable(v, seen)
    seen = set()
    for b in network.blocks:
        here = f"probability({b.name})"
        unknown = [n for n in (b.name, *b.parents) if n not in variables]
        for name in unknown:
            near = closest(name, variables)
            allowed = listed(list(variables))
            yield Problem(
                (), "no variable has this name", repr(name), allowed, near, here, line=b.line
            )
        family = (b.name, *b.parents)
        if len(set(family)) < len(family):
            what = "a variable is named twice"
            yield Problem((), what, listed(family), address=here, line=b.line)
        elif not unknown:
            yield from _of_block(b, here, [variables[n] for n in family])
        if b.name in seen:
            yield Problem((), "the variable has a block already", address=here, line=b.line)
        seen.add(b.name)
    for v in network.variables:
        if v.name not in seen:
            here = f"variable({v.name})"
            yield Problem((), "has no block 'probability'", address=here, line=v.line)


def _of_variable(v: _Variable, seen: set[str]) -> Iterator[Problem]:
    here = f"variable({v.name})"
    if v.name in seen:
        yield Problem((), "the name is taken already", address=here, line=v.line)
    seen.add(v.name)
    twice = sorted(s for s, n in Counter(v.states).items() if n > 1)
    if twice:
        yield Problem((), "a state is there twice", listed(twice), address=here, line=v.line)
    if len(v.states) < 2:
        yield Problem(
            (), "has fewer than two states", listed(v.states), "two or more", "", here, v.line
        )
    elif v.count != str(len(v.states)):
        message = f"is declared with {v.count} states"
        yield Problem((), message, f"{len(v.states)} of them", address=here, line=v.line)


def _of_block(b: _Block, here: str, family: list[_Variable]) -> Iterator[Problem]:
    child, parents = family[0], family[1:]
    if any(len(set(v.states)) < max(2, len(v.states)) for v in family):
        return  # said of the variable
    size = math.prod(len(p.states) for p in parents)
    if size > _MOST_ROWS:
        sizes = " x ".join(str(len(p.states)) for p in parents)
        most = f"at most {_MOST_ROWS}"
        yield Problem((), "the table has too many rows", sizes, most, "", here, b.line)
        return
    rows: set[tuple[str, ...]] = set()
    sound = True
    for e in b.entries:
        found = [*_of_entry(e, here, child, parents, size)]
        if e.kind == "row" and not found and e.states in rows:
            message = f"the row ({listed(e.states)}) is there twice"
            found = [Problem((), message, address=here, line=e.line)]
        if e.kind == "row":
            rows.add(e.states)
        sound &= not found
        yield from found
    whole = [e for e in b.entries if e.kind != "row"]
    if len(whole) > 1 or (len(b.entries) > 1 and any(e.kind == "table" for e in whole)):
        message = "the probabilities are given in more than one way"
        yield Problem((), message, "", "one table, or rows and one default", "", here, b.line)
    elif sound and not whole:
        missing = [c for c in product(*(p.states for p in parents)) if c not in rows]
        if missing:
            named = "; ".join(f"({listed(c)})" for c in missing[:3])
            more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
            what = f"no row for {named}{more}" if parents else "no probabilities"
            yield Problem((), what, "", "one row for each", address=here, line=b.line)


def _of_entry(
    e: _Entry, here: str, child: _Variable, parents: list[_Variable], size: int
) -> Iterator[Problem]:
    if e.kind == "row" and len(e.states) != len(parents):
        allowed = f"a state of each of {listed([p.name for p in parents])}" if parents else "table"
        what = "the row does not name one state of each parent"
        yield Problem((), what, f"({listed(e.states)})", allowed, "", here, e.line)
        return
    for state, parent in zip(e.states, parents, strict=False):
        if state not in parent.states:
            what, near = f"{parent.name} has no such state", closest(state, parent.states)
            yield Problem((), what, repr(state), listed(parent.states), near, here, e.line)
    wanted = len(child.states) * (size if e.kind == "table" else 1)
    wrong = [n for n in e.numbers if not _is_probability(n)]
    if wrong:
        what = "is not a probability"
        yield Problem((), what, listed(wrong), "a number from 0 to 1", "", here, e.line)
    elif len(e.numbers) != wanted:
        what, seen = "has the wrong number of probabilities", str(len(e.numbers))
        yield Problem((), what, seen, str(wanted), "", here, e.line)
    else:
        off = [t for t in map(sum, _rows_of(e, len(child.states))) if abs(t - 1.0) > ROUNDING]
        if off:
            allowed = f"1, within {ROUNDING:g}"
            what = "the probabilities do not sum to 1"
            yield Problem((), what, f"a sum of {off[0]:.10g}", allowed, "", here, e.line)


def _is_probability(text: str) -> bool:
    try:
        return 0.0 <= float(text) <= 1.0
    except ValueError:
        return False


def _rows_of(e: _Entry, states: int) -> list[list[float]]:
    """The rows of an entry; in a `table` the child's own state changes slowest."""
    numbers = [float(n) for n in e.numbers]
    if e.kind != "table":
        return [numbers]
    size = len(numbers) // states
    return [numbers[k::size] for k in range(size)]


# --- the case ------------------------------------------------------------------------------------


def _as_case(network: _Network) -> tuple[dict[str, Any], dict[Location, int]]:
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
    block: _Block, child: _Variable, parents: Sequence[dict[str, str]]
) -> list[tuple[tuple[str, ...], list[float]]]:
    """Every row of a block, with the ids of the parents' states; each divided by its sum."""
    combinations = [*product(*parents)]
    default: list[float] = []
    listed_rows: dict[tuple[str, ...], list[float]] = {}
    for e in block.entries:
        rows = _rows_of(e, len(child.states))
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
