"""What the sheets of an exported case hold, as rows of plain values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from assess.case.model import Case
from assess.exchange.ach.case import QUESTION
from assess.exchange.ach.layout import ABOVE, COLUMNS, ROWS, is_property
from evidence.item import Item
from priors.forms.probability import Fixed
from priors.question import Question

if TYPE_CHECKING:
    import xarray as xr

Rows = list[list[Any]]
"""Cells of a sheet: text, numbers, dates, or None."""

_PREFIXES = ("credibility: ", "relevance: ", "weight: ")


# --- the matrix -----------------------------------------------------------------------------------


def matrix_rows(case: Case) -> Rows | None:
    """Lay a case out as one matrix that `from_ach` reads; None where it is more than a matrix."""
    question = case.questions[0]
    if not isinstance(question, Question) or not _fits_matrix(case, question):
        return None
    columns = _columns(case)
    header = [_guarded(h, COLUMNS, "hypothesis") for h in question.states]
    texts = ["text"] if "text" in columns else []
    others = [c for c in columns if c != "text"]
    rows: Rows = [*_above(case, question)]
    rows.append(["item", *texts, *header, *(c.replace("_", " ") for c in others)])
    rows += _below(question, [None] * len(texts))
    names = {s.id: s.name for s in case.sources}
    grades = {s.id: _form(s.reliability) for s in case.sources}
    for item in case.items:
        cells = _item_cells(item, names, grades)
        letters = [(item.rating or {}).get(h) for h in question.states]
        rows.append(
            [
                _guarded(item.id, ROWS, "item"),
                *(cells[c] for c in texts),
                *letters,
                *(cells[c] for c in others),
            ]
        )
    return rows


def _fits_matrix(case: Case, question: Question) -> bool:
    """Whether there is one question on hypotheses only, and items rated by one table."""
    if len(case.questions) > 1 or question.weights is not None:
        return False
    if case.assumptions or case.candidates or not case.items:
        return False
    rated = all(i.rating is not None and i.path == (i.source,) for i in case.items)
    return rated and len({i.rating_table for i in case.items}) == 1


def _above(case: Case, question: Question) -> Rows:
    heads = {
        "title": case.title,
        "about": case.text,
        "as of": case.as_of,
        "question": question.text,
        "question id": question.id if question.id != QUESTION else "",
        "exhaustive": question.exhaustive,
        "concentration": question.concentration,
        "table": case.items[0].rating_table,
    }
    return [[key, value] for key, value in heads.items() if value not in ("", None)]


def _below(question: Question, pad: list[None]) -> Rows:
    """The rows below the header that say more of each hypothesis, those that hold something."""
    below = {
        "text": [h.text or None for h in question.hypotheses],
        "because": [h.because or None for h in question.hypotheses],
        "catch-all": ["x" if h.catch_all else None for h in question.hypotheses],
        "prior": [None if h.prior is None else _form(h.prior) for h in question.hypotheses],
    }
    return [[k, *pad, *v] for k, v in below.items() if any(x is not None for x in v)]


def _columns(case: Case) -> list[str]:
    """The columns that hold something, in order; the text of items only if one has a text."""
    names = {s.id: s.name for s in case.sources}
    grades = {s.id: _form(s.reliability) for s in case.sources}
    cells = [_item_cells(item, names, grades) for item in case.items]
    always = ("source", "reliability")
    return [c for c in COLUMNS if c in always or any(x.get(c) is not None for x in cells)]


def _item_cells(item: Item, names: dict[str, str], grades: dict[str, Any]) -> dict[str, Any]:
    prefixed = {p: [t[len(p) :] for t in item.tags if t.startswith(p)][:1] for p in _PREFIXES}
    rest = [t for t in item.tags if not t.startswith(_PREFIXES)]
    source = item.path[0]
    return {
        "text": item.text or None,
        "source": source,
        "source_name": names[source] or None,
        "reliability": grades[source],
        "credibility": next(iter(prefixed["credibility: "]), None),
        "relevance": next(iter(prefixed["relevance: "]), None),
        "weight": _number(next(iter(prefixed["weight: "]), None)),
        "date": item.date,
        "if_unreliable": _if_unreliable(item),
        "citation": item.citation or None,
        "because": item.because or None,
        "tags": "; ".join(rest) or None,
    }


def _number(text: str | None) -> Any:
    return float(text) if text and re.fullmatch(r"\d+(\.\d+)?", text) else text


def _guarded(name: str, known: dict[str, tuple[str, ...]], what: str) -> str:
    """A name that would be taken for that of another row or column, with what it is before it."""
    word = name.replace("_", " ").casefold()
    words = {w for names in (*known.values(), *ABOVE.values()) for w in names}
    taken = word in words or (what == "hypothesis" and is_property(name))
    return f"{what}: {name}" if taken else name


def _if_unreliable(item: Item) -> Any:
    stated = item.if_unreliable
    if isinstance(stated, dict):
        data = item.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return json.dumps(data["if_unreliable"], ensure_ascii=False)
    return None if stated is None else _form(stated)


def _form(form: Any) -> Any:
    """A stated number: plain where it is, otherwise as it stands in a case file."""
    if isinstance(form, Fixed) and not form.certain:
        return float(form.value)
    data = form.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return data if isinstance(data, float | int) else json.dumps(data, ensure_ascii=False)


# --- sheets to read -------------------------------------------------------------------------------


def readable_sheets(case: Case, result: xr.DataTree | None) -> dict[str, Rows]:
    """Lay out sheets for readers: hypotheses, items, sources, assumptions, notes; no empty one."""
    sheets = {
        "hypotheses": _hypotheses(case, result),
        "items": item_rows(case),
        "sources": _sources(case, result),
        "assumptions": _assumptions(case, result),
        "notes": _notes(case, result),
    }
    return {name: rows for name, rows in sheets.items() if len(rows) > 1}


def _values_by_label(result: xr.DataTree | None, name: str, dimension: str) -> dict[str, float]:
    """Values of a result by their labels; none without a result."""
    if result is None:
        return {}
    from assess.result.access import answer_of

    answer = answer_of(result)
    if name not in answer:
        return {}
    values = answer[name].values.tolist()
    return dict(zip(map(str, answer[dimension].values), values, strict=True))


def _hypotheses(case: Case, result: xr.DataTree | None) -> Rows:
    from assess.case.numbers import hypothesis_labels

    prior, credence = (_values_by_label(result, k, "hypothesis") for k in ("prior", "credence"))
    labels = iter(hypothesis_labels(case.questions))
    rows: Rows = []
    for q in case.questions:
        by_id = {h.id: h for h in q.hypotheses} if isinstance(q, Question) else {}
        for state in q.states:
            label, h = next(labels), by_id.get(state)
            stated = None if h is None or h.prior is None else h.prior.value
            words = ("", "") if h is None else (h.text, h.because)
            rows.append(
                [q.id, state, words[0], prior.get(label, stated), credence.get(label), words[1]]
            )
    header = ["question", "hypothesis", "text", "prior", "credence", "because"]
    return _without_empty([header, *rows])


def item_rows(case: Case) -> Rows:
    """Lay out a row for each item, with a likelihood for each hypothesis that has one."""
    names = list(dict.fromkeys(h for i in case.items for h in _mean_likelihoods(case, i)))
    rows: Rows = []
    for i in case.items:
        means = _mean_likelihoods(case, i)
        rated = "" if i.rating is None else json.dumps(dict(i.rating), ensure_ascii=False)
        rows.append(
            [
                *(i.id, i.text, " > ".join(i.path), i.date, case.question_of(i).id, i.way),
                *(means.get(h) for h in names),
                *(rated, _stated(i), _if_unreliable(i), ", ".join(i.requires)),
                *(_repeats(i), ", ".join(i.given), i.citation, i.because, "; ".join(i.tags)),
            ]
        )
    header = [
        *("item", "text", "source", "date", "question", "stated as"),
        *(f"P(item | {h})" for h in names),
        *("letters", "as stated", "if unreliable", "requires"),
        *("repeats", "given", "citation", "because", "tags"),
    ]
    return _without_empty([header, *rows])


def _mean_likelihoods(case: Case, item: Item) -> dict[str, float]:
    """The mean of the likelihood under each hypothesis, where likelihoods or letters are stated."""
    stated = item.likelihoods or {}
    states = case.question_of(item).states
    each = {h: stated.get(h, stated.get("others")) for h in states} if stated else {}
    return {h: p.mean for h, p in each.items() if p is not None}


def _stated(item: Item) -> str:
    data = item.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if item.way in (None, "rating"):
        return ""
    return json.dumps(data[str(item.way)], ensure_ascii=False)


def _repeats(item: Item) -> str:
    return "" if item.repeats is None else f"{item.repeats.item} ({item.repeats.chance.mean})"


def _sources(case: Case, result: xr.DataTree | None) -> Rows:
    after = _values_by_label(result, "reliability", "source")
    rows: Rows = [
        [
            *(s.id, s.name, _form(s.reliability)),
            None if s.is_excluded else s.reliability.mean,
            *(after.get(s.id), s.because, "; ".join(s.tags)),
        ]
        for s in case.sources
    ]
    header = ["source", "name", "reliability as stated", "mean", "given the items"]
    return _without_empty([[*header, "because", "tags"], *rows])


def _assumptions(case: Case, result: xr.DataTree | None) -> Rows:
    after = _values_by_label(result, "holds", "assumption")
    rows: Rows = [
        [a.id, a.text, _form(a.holds), a.holds.mean, after.get(a.id), a.because]
        for a in case.assumptions
    ]
    header = ["assumption", "text", "holds as stated", "mean", "given the items", "because"]
    return _without_empty([header, *rows])


def _notes(case: Case, result: xr.DataTree | None) -> Rows:
    from assess.case.selection import select

    rows: Rows = [["about", line] for line in case.text.split("\n") if line]
    if result is not None and result.attrs.get("as_of"):
        rows.append(["as of", str(result.attrs["as_of"])])
    day = None if result is None else str(result.attrs.get("as_of") or "") or None
    rows += [[n.address, n.message] for n in select(case, _day(day)).warnings]
    words = "This workbook is for reading. The case file is what is weighed."
    return [["where", "note"], ["this workbook", words], *rows]


def _day(text: str | None) -> Any:
    from assess.case.model import as_of_day

    return None if text is None else as_of_day(text)


def _without_empty(rows: Sequence[Sequence[Any]]) -> Rows:
    """Rows without the columns that hold nothing below their heading."""
    header, *rest = rows

    def holds(cells: Iterable[Any]) -> bool:
        return any(c not in ("", None) for c in cells)

    kept = [k for k in range(len(header)) if holds(row[k] for row in rest)]
    return [[row[k] if row[k] != "" else None for k in kept] for row in rows]
