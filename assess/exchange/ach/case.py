"""From the cells of a matrix to the plain data of a case, with a note on every convention."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import fmean
from typing import Any

from assess.errors import Location
from assess.exchange.ach.grid import Findings, Grid, Unread, cell_name, cells_named, clean
from assess.exchange.ach.layout import CATCH_ALLS, Layout, Named, split_name
from assess.exchange.ach.values import (
    day_of,
    form_of,
    level_of,
    number_of,
    plain,
    ratings_of,
    reliability_of,
    tags_of,
    weight_of,
    words_of,
)
from assess.formatting.names import closest, listed
from evidence.rating import TABLES, RatingTable, TableId, rating_table

CERTAIN = {"value": 1, "certain": True}
QUESTION = "question"
UNNAMED = "matrix"
EXHAUSTIVE = "the matrix names no other hypothesis"


def data_of(
    grid: Grid,
    layout: Layout,
    findings: Findings,
    table: TableId,
    priors: Mapping[str, float] | None,
) -> tuple[dict[str, Any], dict[Location, str]]:
    """Return the case as plain data, and the cell that each place in it comes from."""
    return _Reader(grid, layout, findings, table, priors).read()


class _Reader:
    """Reads one matrix, part by part; problems and notes go to the findings."""

    def __init__(
        self,
        grid: Grid,
        layout: Layout,
        findings: Findings,
        table: TableId,
        priors: Mapping[str, float] | None,
    ) -> None:
        self.grid, self.layout, self.findings, self.priors = grid, layout, findings, priors
        self.cells: dict[Location, str] = {}
        self.table_id: str = self._table(table)
        self.table: RatingTable = rating_table(TABLES[TABLES.index(self.table_id)])

    def read(self) -> tuple[dict[str, Any], dict[Location, str]]:
        letters = ratings_of(self.grid, self.layout, self.table, self.findings)
        question = self._question()
        items = [self._item(k, item, letters) for k, item in enumerate(self.layout.items)]
        sources = self._sources(items)
        self._fill_in_unreliable(items, sources)
        self._note_conventions(items)
        data: dict[str, Any] = {"format": "assess/1"}
        title = words_of(self._above("title")) or self.layout.title
        data |= {"title": title} if title else {}
        day = self._above("as_of")
        if day is not None:
            data["as_of"] = day_of(day, self._cell_above("as_of"), self.findings)
        about = words_of(self._above("text"))
        text = "\n".join([*([about] if about else []), *self.findings.notes])
        data |= {"text": text} if text else {}
        data |= {"questions": [question], "sources": sources, "items": items}
        return data, self.cells

    # --- the whole ---

    def _cell_above(self, key: str) -> str:
        return cell_name(self.layout.above[key], 1)

    def _above(self, key: str) -> Any:
        row = self.layout.above.get(key)
        return None if row is None else plain(self.grid, row, 1, self.findings)

    def _table(self, wanted: TableId) -> str:
        written = self._above("table")
        if written is None or written in TABLES:
            return str(written or wanted)
        where = self._cell_above("table")
        near = closest(str(written), TABLES)
        self.findings.wrong(
            where, "no table of ratings has this name", written, listed(TABLES), near
        )
        return wanted

    # --- the question ---

    def _question(self) -> dict[str, Any]:
        name = words_of(self._above("question_id"))
        question: dict[str, Any] = {"id": name or QUESTION}
        if name:
            self.cells["questions", 0, "id"] = self._cell_above("question_id")
        asked = words_of(self._above("question"))
        question |= {"text": asked} if asked else {}
        worth = self._above("concentration")
        if worth is not None:
            where = self._cell_above("concentration")
            self.cells["questions", 0, "concentration"] = where
            question["concentration"] = number_of(worth, where, self.findings, "a number above 0")
        shares = self._shares()
        hypotheses = []
        for k, h in enumerate(self.layout.hypotheses):
            where = cell_name(self.layout.header, h.at)
            self.cells["questions", 0, "hypotheses", k] = where
            hypotheses.append({"id": h.id, **({"text": h.text} if h.text else {}), **shares[k]})
        self._because(hypotheses)
        self._exhaustive(question, hypotheses)
        return {**question, "hypotheses": hypotheses}

    def _row(self, key: str) -> list[tuple[str, Any]]:
        """The cells of a row beside the items, by hypothesis, with their names."""
        r = self.layout.rows.get(key)
        if r is None:
            return []
        return [
            (cell_name(r, h.at), plain(self.grid, r, h.at, self.findings))
            for h in self.layout.hypotheses
        ]

    def _shares(self) -> list[dict[str, Any]]:
        """The prior of each hypothesis, and what it is based on if on nothing."""
        row, count = self._row("prior"), len(self.layout.hypotheses)
        if self.priors is not None:
            if row:
                cells = f"{row[0][0]}:{row[-1][0]}"
                self.findings.note("", f"priors were given in place of those in {cells}")
            return [{"prior": p} for p in self._given(self.priors)]
        if not row:
            words = "Priors are even because the matrix states none."
            self.findings.note("", words)
            because = "even, because the matrix states no priors"
            return [{"prior": 1.0 / count, "because": because} for _ in range(count)]
        values: list[Any] = []
        for k, (where, value) in enumerate(row):
            self.cells["questions", 0, "hypotheses", k, "prior"] = where
            if value is None:
                at = self.layout.rows["prior"], self.layout.hypotheses[k].at
                if not isinstance(self.grid.value(*at), Unread):
                    self.findings.wrong(where, "the prior is empty", None, "a probability")
                values.append(None)
                continue
            form = form_of(value, where, self.findings)
            if isinstance(form, float) and not 0.0 < form < 1.0:
                allowed = 'above 0 and below 1, or {"value": 0, "certain": true}'
                self.findings.wrong(where, "is out of range", value, allowed)
                form = None
            values.append(form)
        sure = [v["value"] if isinstance(v, dict) and "value" in v else v for v in values]
        numbers = [float(v) for v in sure if isinstance(v, int | float)]
        if len(numbers) == count:
            total = math.fsum(numbers)
            if abs(total - 1.0) > 1e-9:
                cells = f"{row[0][0]}:{row[-1][0]}"
                self.findings.wrong(
                    cells, "the priors do not sum to 1", f"{total:.10g}", "a sum of 1"
                )
        return [{"prior": v} for v in values]

    def _given(self, priors: Mapping[str, float]) -> list[float | None]:
        names = [h.id for h in self.layout.hypotheses]
        for name in priors:
            if name not in names:
                near = closest(str(name), names)
                words = "no hypothesis has this name"
                self.findings.wrong(f"priors[{name}]", words, name, listed(names), near)
        missing = [n for n in names if n not in priors]
        if missing:
            self.findings.wrong("priors", f"no prior for {listed(missing)}", None, "one for each")
        return [priors.get(n) for n in names]

    def _because(self, hypotheses: list[dict[str, Any]]) -> None:
        for h, (_, value) in zip(hypotheses, self._row("because"), strict=False):
            if value is not None:
                h["because"] = words_of(value)

    def _exhaustive(self, question: dict[str, Any], hypotheses: list[dict[str, Any]]) -> None:
        """Which hypothesis is the catch-all, or why there need be none."""
        stated = self._above("exhaustive")
        marked = self._row("catch_all")
        for h, (where, value) in zip(hypotheses, marked, strict=False):
            if value is not None and clean(str(value)).casefold() not in ("x", "yes", "ja", "true"):
                self.findings.wrong(where, "is no mark of a catch-all", value, "x, or nothing")
            elif value is not None:
                h["catch_all"] = True
        if not marked and stated is None:
            for h, named in zip(hypotheses, self.layout.hypotheses, strict=True):
                if clean((named.text or named.id).replace("_", " ")).casefold() in CATCH_ALLS:
                    h["catch_all"] = True
                    where = cell_name(self.layout.header, named.at)
                    words = f"{h['id']} was read as the catch-all, by its name"
                    self.findings.note(where, words)
        if stated is not None:
            question["exhaustive"] = words_of(stated)
        elif not any(h.get("catch_all") for h in hypotheses):
            question["exhaustive"] = EXHAUSTIVE
            words = (
                "The hypotheses were taken as exhaustive because the matrix has no catch-all: "
                "every credence is conditional on one of them being true. The odds between them "
                "would be the same beside a further one."
            )
            self.findings.note("", words)

    # --- the items ---

    def _column(self, key: str, row: int) -> tuple[str, Any]:
        """The cell of a row in a known column: its name and its value."""
        c = self.layout.columns.get(key)
        if c is None:
            return "", None
        return cell_name(row, c), plain(self.grid, row, c, self.findings)

    def _item(self, k: int, item: Named, letters: Mapping[tuple[int, int], str]) -> dict[str, Any]:
        r = item.at
        self.cells["items", k] = cell_name(r, 0)
        data: dict[str, Any] = {"id": item.id, **({"text": item.text} if item.text else {})}
        where, day = self._column("date", r)
        if day is not None:
            data["date"] = day_of(day, where, self.findings)
        data["source"] = self._source_of(item)
        rating = {h.id: letters[r, h.at] for h in self.layout.hypotheses if (r, h.at) in letters}
        data |= {"rating": rating, "rating_table": self.table_id}
        where, value = self._column("if_unreliable", r)
        if value is not None:
            self.cells["items", k, "if_unreliable"] = where
            data["if_unreliable"] = form_of(value, where, self.findings)
        for key in ("citation", "because"):
            words = words_of(self._column(key, r)[1])
            data |= {key: words} if words else {}
        tags = self._tags(r)
        data |= {"tags": tags} if tags else {}
        return data

    def _tags(self, row: int) -> list[str]:
        tags = []
        for key in ("credibility", "relevance"):
            where, value = self._column(key, row)
            level = "" if value is None else level_of(value, where, self.findings)
            tags += [f"{key}: {level}"] if level else []
        where, value = self._column("weight", row)
        weight = weight_of(value, where, self.findings)
        tags += [f"weight: {weight}"] if weight else []
        return [*tags, *tags_of(self._column("tags", row)[1])]

    # --- the sources ---

    def _source_of(self, item: Named) -> str:
        """The id of an item's source: its own, one of its grade, or the matrix itself."""
        name = clean(words_of(self._column("source", item.at)[1]))
        if not name:
            return item.id if "reliability" in self.layout.columns else UNNAMED
        return name if "source_name" in self.layout.columns else split_name(name)[0]

    def _sources(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        sources: dict[str, dict[str, Any]] = {}
        stated_in: dict[str, str] = {}
        ungraded: dict[str, str] = {}
        for item, data in zip(self.layout.items, items, strict=True):
            name = data["source"]
            if name not in sources:
                self.cells["sources", len(sources)] = cell_name(item.at, 0)
                sources[name] = {"id": name, **self._named(item, name)}
            where, form = self._grade(item, data)
            if form is None:
                ungraded.setdefault(name, cell_name(item.at, 0))
            elif name in stated_in and sources[name]["reliability"] != form:
                words = f"the source {name} has another reliability in {stated_in[name]}"
                self.findings.wrong(where, words, None, "one reliability for a source")
            elif name not in stated_in:
                stated_in[name] = where
                place = [*sources].index(name)
                self.cells["sources", place, "reliability"] = where
                sources[name]["reliability"] = form
        for name, source in sources.items():
            if name not in stated_in:
                source["reliability"] = dict(CERTAIN)
        self._note_sources([n for n in ungraded if n not in stated_in], sources)
        self._note_nameless()
        return list(sources.values())

    def _named(self, item: Named, name: str) -> dict[str, str]:
        """The words of a source's name, where its id is not all of it."""
        source_name = words_of(self._column("source_name", item.at)[1])
        written = clean(words_of(self._column("source", item.at)[1]))
        if not source_name and "source_name" not in self.layout.columns and written != name:
            source_name = written
        return {"name": source_name} if source_name else {}

    def _grade(self, item: Named, data: dict[str, Any]) -> tuple[str, Any]:
        """The reliability that a row states for its source, and where."""
        where, value = self._column("reliability", item.at)
        if value is not None:
            form, credibility = reliability_of(value, where, self.table, self.findings)
            if credibility:
                data["tags"] = [*data.get("tags", []), f"grade: {form['admiralty']}{credibility}"]
            return where, form
        return where, None

    def _note_nameless(self) -> None:
        """Which rows name no source, where others do."""
        column = self.layout.columns.get("source")
        if column is None:
            return
        rows = [i.at for i in self.layout.items if self.grid.value(i.at, column) is None]
        if rows:
            has_reliability = "reliability" in self.layout.columns
            words = (
                "no source is named, so the item has one of its own"
                if has_reliability
                else (f"no source is named, so the item is from the matrix itself ({UNNAMED})")
            )
            self.findings.note(cells_named(cell_name(r, column) for r in rows), words)

    def _note_sources(self, ungraded: list[str], sources: Mapping[str, Any]) -> None:
        if [*sources] == [UNNAMED] and "source" not in self.layout.columns:
            words = (
                "The matrix names no sources: all of it was taken as tracking the truth for sure."
            )
            self.findings.note("", words)
        elif ungraded:
            words = (
                "Sources without a reliability were taken as tracking the truth for sure: "
                f"{cells_named(ungraded)}."
            )
            self.findings.note("", words)

    def _fill_in_unreliable(
        self, items: list[dict[str, Any]], sources: list[dict[str, Any]]
    ) -> None:
        """The convention for a source that does not track the truth: the mean of the row."""
        doubtful = {s["id"] for s in sources if s["reliability"] != CERTAIN}
        filled = []
        for item in items:
            if item["source"] in doubtful and "if_unreliable" not in item and item["rating"]:
                means = [p.mean for p in self.table.likelihoods(item["rating"]).values()]
                item["if_unreliable"] = fmean(means)
                filled.append(item["id"])
        if filled:
            words = (
                "if_unreliable is the mean of the row's likelihoods, so that an unreliable source "
                f"says nothing between the hypotheses, for {cells_named(filled)}."
            )
            self.findings.note("", words)

    def _note_conventions(self, items: list[dict[str, Any]]) -> None:
        """What was read as what; a file that we wrote has these notes in its text already."""
        if "table" in self.layout.above:
            return
        names = ", ".join(h.id for h in self.layout.hypotheses)
        self.findings.note("", f"Hypotheses read: {names}.")
        idle = [i["id"] for i in items if "NA" in i["rating"].values()]
        if idle:
            words = (
                "NA gets the mean of the other letters in its row: a convention. It leaves that "
                "hypothesis where it was only while those with letters are equally credible, as "
                "with even priors and no other item; otherwise it moves it. "
                f"In {cells_named(idle)}."
            )
            self.findings.note("", words)
        tags = [t for i in items for t in i.get("tags", ())]
        if any(t.startswith(("credibility: ", "grade: ")) for t in tags):
            words = (
                "Credibility enters no computation: how an item looks beside the others is what "
                "weighing computes. It is kept as a tag."
            )
            self.findings.note("", words)
        if any(t.startswith("weight: ") for t in tags):
            words = (
                "Weights enter no credence: how much an item weighs follows from its likelihoods. "
                "They are kept as tags and count in Heuer's weighted count only."
            )
            self.findings.note("", words)
