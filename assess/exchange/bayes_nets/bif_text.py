"""The text of a BIF file: its blocks, and what is wrong with them.

Only the format is known here, not what becomes of a network; `bif.py` makes a case of it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple, NoReturn

from assess.errors import CaseError, Problem
from assess.formatting.names import closest, listed

ROUNDING = 1e-6
"""How far a row may be from 1 and still be taken for rounded: it is then divided by its sum."""

_MOST_ROWS = 1_000_000

# --- from text to blocks -------------------------------------------------------------------------


class Token(NamedTuple):
    """A word, a number or a sign of the text, with its line."""

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


def tokens(text: str, origin: str) -> list[Token]:
    """Cut the text into words, numbers and signs; comments are left out."""
    found, line = [], 1
    for match in _TOKEN.finditer(text):
        kind, seen = str(match.lastgroup), match.group()
        if kind == "bad":
            what = "a quoted name is not closed" if seen == '"' else "a comment is not closed"
            raise CaseError((Problem((), what, line=line),), origin)
        if kind != "space":
            found.append(Token(seen.strip('"') if kind == "string" else seen, line, kind))
        line += seen.count("\n")
    found.append(Token("the end of the file", line, "end"))
    return found


@dataclass
class Variable:
    """A variable with its states."""

    name: str
    line: int
    states: tuple[str, ...] = ()
    count: str = ""


@dataclass
class Entry:
    """Numbers in a probability block: of one row, of the `table`, or the `default`."""

    kind: str  # row, table or default
    states: tuple[str, ...]
    numbers: tuple[str, ...]
    line: int


@dataclass
class Block:
    """A probability block: the variable, its parents and the numbers."""

    name: str
    parents: tuple[str, ...]
    line: int
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Network:
    """What a file holds: variables, and a table for each."""

    name: str = ""
    variables: list[Variable] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)


class Reader:
    """A parser by recursive descent: one method for each thing of the grammar."""

    def __init__(self, tokens: Sequence[Token], origin: str) -> None:
        self.tokens, self.origin, self.at = tokens, origin, 0

    @property
    def here(self) -> Token:
        return self.tokens[self.at]

    def fail(self, allowed: str) -> NoReturn:
        seen = self.here.text if self.here.kind == "end" else repr(self.here.text)
        problem = Problem((), "cannot be read as BIF", seen, allowed, line=self.here.line)
        raise CaseError((problem,), self.origin)

    def take(self) -> Token:
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
        """Return names or numbers up to the closing mark, which is taken too."""
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

    def network(self) -> Network:
        network = Network()
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

    def variable(self) -> Variable:
        line = self.take().line
        variable = Variable(self.name("the name of the variable"), line)
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

    def block(self) -> Block:
        line = self.take().line
        self.mark("(")
        name = self.name("the name of a variable")
        block = Block(name, self.names(")", "a parent"), line)
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
            block.entries.append(Entry(kind, states, numbers, line))
        self.mark("}")
        return block


# --- what must fit together ----------------------------------------------------------------------


def problems_of(network: Network) -> Iterator[Problem]:
    """Return every problem of a network whose text can be read."""
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


def _of_variable(v: Variable, seen: set[str]) -> Iterator[Problem]:
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


def _of_block(b: Block, here: str, family: list[Variable]) -> Iterator[Problem]:
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
        problems = [*_of_entry(e, here, child, parents, size)]
        if e.kind == "row" and not problems and e.states in rows:
            message = f"the row ({listed(e.states)}) is there twice"
            problems = [Problem((), message, address=here, line=e.line)]
        if e.kind == "row":
            rows.add(e.states)
        sound &= not problems
        yield from problems
    yield from _of_ways(b, here, parents, rows if sound else None)


def _of_ways(
    b: Block, here: str, parents: list[Variable], rows: set[tuple[str, ...]] | None
) -> Iterator[Problem]:
    """Say whether the entries together give every row in one way; `rows` where all are sound."""
    whole = [e for e in b.entries if e.kind != "row"]
    if len(whole) > 1 or (len(b.entries) > 1 and any(e.kind == "table" for e in whole)):
        message = "the probabilities are given in more than one way"
        yield Problem((), message, "", "one table, or rows and one default", "", here, b.line)
    elif rows is not None and not whole:
        missing = [c for c in product(*(p.states for p in parents)) if c not in rows]
        if missing:
            named = "; ".join(f"({listed(c)})" for c in missing[:3])
            more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
            what = f"no row for {named}{more}" if parents else "no probabilities"
            yield Problem((), what, "", "one row for each", address=here, line=b.line)


def _of_entry(
    e: Entry, here: str, child: Variable, parents: list[Variable], size: int
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
    wrong = [n for n in e.numbers if not is_probability(n)]
    if wrong:
        what = "is not a probability"
        yield Problem((), what, listed(wrong), "a number from 0 to 1", "", here, e.line)
    elif len(e.numbers) != wanted:
        what, seen = "has the wrong number of probabilities", str(len(e.numbers))
        yield Problem((), what, seen, str(wanted), "", here, e.line)
    else:
        off = [t for t in map(sum, rows_of(e, len(child.states))) if abs(t - 1.0) > ROUNDING]
        if off:
            allowed = f"1, within {ROUNDING:g}"
            what = "the probabilities do not sum to 1"
            yield Problem((), what, f"a sum of {off[0]:.10g}", allowed, "", here, e.line)


def is_probability(text: str) -> bool:
    """Tell whether a text is a number from 0 to 1."""
    try:
        return 0.0 <= float(text) <= 1.0
    except ValueError:
        return False


def rows_of(e: Entry, states: int) -> list[list[float]]:
    """Return the rows of an entry; in a `table` the child's own state changes slowest."""
    numbers = [float(n) for n in e.numbers]
    if e.kind != "table":
        return [numbers]
    size = len(numbers) // states
    return [numbers[k::size] for k in range(size)]
