"""Candidates as they are stated: what is accepted and kept, and what each mistake is told."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import xarray as xr
from candidates import random_candidates, with_candidates, with_outcomes
from quick_cases import first
from random_cases import random_case
from weighing import weigh

import assess
from assess.case.model import plain
from evidence import Candidate, CandidateRepeats, PlannedSearch
from priors import between, fixed, triangular

CASE: dict[str, Any] = {
    "format": "assess/1",
    "questions": [
        {
            "id": "painting",
            "exhaustive": "made so",
            "hypotheses": [
                {"id": "stolen", "prior": 0.2},
                {"id": "moved", "prior": 0.7},
                {"id": "other", "prior": 0.1},
            ],
        }
    ],
    "sources": [
        {"id": "guard", "reliability": {"beta": [8, 2]}},
        {"id": "camera", "reliability": {"value": 1, "certain": True}},
    ],
    "assumptions": [{"id": "that_night", "holds": 0.8}],
    "items": [
        {
            "id": "stranger",
            "source": "guard",
            "likelihood": {"stolen": 0.5, "others": 0.05},
            "if_unreliable": 0.1,
        }
    ],
    "cost_unit": "hour",
    "candidates": [
        {
            "id": "film",
            "text": "What the camera at the side door has recorded",
            "cost": 2,
            "source": "camera",
            "likelihood": {"stolen": {"triangular": [0.4, 0.6, 0.9]}, "others": 0.05},
            "because": "it looks at half of the yard",
            "tags": ["physical"],
        },
        {
            "id": "cellar",
            "cost": 0.5,
            "source": ["camera", "guard"],
            "search": {"chance": {"moved": {"between": [0.4, 0.9]}, "others": 0.01}},
            "if_unreliable": {"stolen": 0.2, "others": 0.3},
            "requires": ["that_night"],
        },
        {
            "id": "prints",
            "source": "guard",
            "outcomes": {
                "staff": {"stolen": 0.2, "moved": 0.8, "other": 0.5},
                "stranger": {"stolen": 0.5, "others": 0.1},
                "none": {"stolen": 0.3, "moved": 0.1, "other": 0.4},
            },
            "if_unreliable": {"staff": 0.6, "stranger": 0.1, "none": 0.3},
            "repeats": {
                "item": "stranger",
                "chance": 0.2,
                "if_copied": {"staff": 0.1, "stranger": 0.8, "none": 0.1},
            },
        },
        {
            "id": "rumour",
            "source": "guard",
            "question": "that_night",
            "likelihood": {"holds": 0.6, "fails": 0.2},
            "if_unreliable": 0.5,
            "repeats": {"item": "film", "chance": 0.9, "if_copied": 0.7},
        },
    ],
}


def stated(place: str = "", value: Any = None, *, data: dict[str, Any] = CASE) -> dict[str, Any]:
    """The case with one place changed; None takes it away."""
    changed: Any = deepcopy(data)
    if not place:
        return changed
    here = changed
    *parents, last = place.split(".")
    for part in parents:
        here = here[int(part)] if isinstance(here, list) else here[part]
    if value is None:
        del here[last]
    elif isinstance(here, list):
        here[int(last)] = value
    else:
        here[last] = value
    return changed


def test_every_form_is_accepted_and_kept() -> None:
    """By `likelihood`, `search` and `outcomes`, numbers in any form, and what each may repeat."""
    case = assess.case_from(CASE)
    film, cellar, prints, rumour = case.candidates
    assert (film.way, cellar.way, prints.way) == ("likelihood", "search", "outcomes")
    assert film.outcome_names == ("seen", "not seen")
    assert cellar.outcome_names == ("found", "not found")
    assert prints.outcome_names == ("staff", "stranger", "none")
    assert film.likelihood is not None
    assert film.likelihood["stolen"] == triangular(0.4, 0.6, 0.9)
    assert cellar.search is not None
    assert cellar.search.chance["moved"] == between(0.4, 0.9)
    assert (film.path, cellar.path) == (("camera",), ("camera", "guard"))
    assert (film.cost, cellar.cost, prints.cost, case.cost_unit) == (2.0, 0.5, None, "hour")
    assert rumour.repeats is not None
    assert rumour.repeats.item == "film"


def test_candidates_can_be_written_in_python() -> None:
    """With the same names."""
    film = Candidate(id="film", source="camera", likelihood={"stolen": fixed(0.6), "others": 0.1})
    assert film.likelihood is not None
    assert film.likelihood["others"] == fixed(0.1)
    cellar = Candidate(
        id="cellar",
        source="guard",
        search=PlannedSearch(chance={"others": 0.3}),
        repeats=CandidateRepeats(item="film", chance=0.5),
    )
    assert cellar.way == "search"
    with pytest.raises(assess.StatementError, match="frozen"):
        cellar.cost = 3.0  # type: ignore[misc]


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_candidates_come_back_from_a_file(suffix: str, tmp_path: Path) -> None:
    """All of them, the same."""
    case = assess.case_from(CASE)
    assess.save_case(case, tmp_path / f"case{suffix}")
    assert assess.load_case(tmp_path / f"case{suffix}") == case


def test_a_result_carries_its_candidates() -> None:
    """Through plain data, and through a saved result."""
    result = weigh(assess.case_from(CASE))
    carried = json.loads(result.attrs["case"])
    assert carried == plain(assess.case_from(CASE))
    assert [c["id"] for c in carried["candidates"]] == ["film", "cellar", "prints", "rumour"]


def test_candidates_stay_out_of_everything_else() -> None:
    """Credences, numbers, draws, ledger, leave-out, tornado, tables and notes."""
    case = assess.case_from(CASE)
    bare = assess.case_from({k: v for k, v in CASE.items() if k not in ("candidates", "cost_unit")})
    one, other = (assess.weigh(c, draws=50, seed=1) for c in (case, bare))
    for group in ("exact", "posterior"):
        pair = (result[group].to_dataset() for result in (one, other))
        xr.testing.assert_allclose(*pair, rtol=1e-12)
    assert assess.tabulate(case).equals(assess.tabulate(bare))
    for reading in (assess.ledger, assess.leave_out, assess.tornado):
        xr.testing.assert_allclose(reading(one), reading(other), rtol=1e-12)
    assert (
        str(assess.summary(one)).splitlines()[:12] == str(assess.summary(other)).splitlines()[:12]
    )


def test_source_of_a_candidate_is_not_reported_as_unused() -> None:
    """Nor the assumption that it requires: somebody means to use them."""
    notes = {w["address"] for w in json.loads(weigh(assess.case_from(CASE)).attrs["warnings"])}
    assert not {"sources[camera]", "assumptions[that_night]"} & notes
    bare = {k: v for k, v in CASE.items() if k != "candidates"}
    notes = {w["address"] for w in json.loads(weigh(assess.case_from(bare)).attrs["warnings"])}
    assert {"sources[camera]", "assumptions[that_night]"} <= notes


@pytest.mark.parametrize("seed", first(12, range(30)))
def test_random_candidates_are_accepted_by_schema_and_library(seed: int, tmp_path: Path) -> None:
    """And come back from a file; each set of outcomes makes a valid case with items."""
    data, _ = random_case(seed)
    case = with_candidates(assess.case_from(data), random_candidates(seed, data))
    jsonschema.Draft202012Validator(assess.json_schema()).validate(plain(case))
    assess.save_case(case, tmp_path / "case.yaml")
    assert assess.load_case(tmp_path / "case.yaml") == case
    for candidate in case.candidates:
        for name in candidate.outcome_names:
            assert len(with_outcomes(case, {candidate.id: name}).items) == len(case.items) + 1


def test_outcomes_as_items_by_hand() -> None:
    """What is seen has the stated numbers, what is not seen has what is left of 1."""
    case = assess.case_from(CASE)
    rumour = case.candidates[3].as_items()
    seen, gone = rumour["seen"], rumour["not seen"]
    assert (seen.id, gone.id) == ("rumour: seen", "rumour: not seen")
    assert seen.likelihood == {"holds": fixed(0.6), "fails": fixed(0.2)}
    assert gone.likelihood == {"holds": fixed(0.4), "fails": fixed(0.8)}
    assert (seen.if_unreliable, gone.if_unreliable) == (fixed(0.5), fixed(0.5))
    assert seen.repeats is not None
    assert gone.repeats is not None
    assert (seen.repeats.item, seen.repeats.chance.mean) == ("film", 0.9)
    assert seen.repeats.if_copied == fixed(0.7)
    assert gone.repeats.if_copied is not None
    assert gone.repeats.if_copied.mean == pytest.approx(0.3)
    prints = case.candidates[2].as_items()
    assert prints["stranger"].if_unreliable == fixed(0.1)
    assert prints["stranger"].repeats is not None
    assert prints["stranger"].repeats.if_copied == fixed(0.8)


def test_a_repeat_is_seen_for_sure_unless_something_else_is_stated() -> None:
    """`if_copied` is 1 when left out; of several outcomes a name says which one it will be."""
    candidate = stated("candidates.3.repeats.if_copied")["candidates"][3]
    items = Candidate.model_validate(candidate).as_items()
    assert items["seen"].repeats is not None
    assert items["seen"].repeats.if_copied is None
    assert items["not seen"].repeats is not None
    assert items["not seen"].repeats.if_copied == fixed(0.0, certain=True)
    candidate = stated("candidates.2.repeats.if_copied", "stranger")["candidates"][2]
    items = Candidate.model_validate(candidate).as_items()
    chances = {k: i.repeats.if_copied.mean for k, i in items.items() if i.repeats}  # type: ignore[union-attr]
    assert chances == {"staff": 0.0, "stranger": 1.0, "none": 0.0}


# place | what stands there, "-" for nothing | the message begins with | problems in other places
WRONG = """
candidates | {"film": 1} | candidates: is not a list
candidates.0.id | "stranger" | candidates[stranger].id: the name is taken already by another entry of items (seen 'stranger'; allowed: a name of its own) | 1 more
candidates.1.id | "film" | candidates[film].id: the name is taken already by another entry of candidates
candidates.0.id | - | candidates[0].id: is missing | 1 more
candidates.0.cost | 0 | candidates[film].cost: is out of range (seen 0; allowed: above 0)
candidates.0.cost | "2" | candidates[film].cost: is not a number (seen '2'; allowed: a number, without quotes)
candidates.0.date | "2024-01-01" | candidates[film].date: is not a known key
candidates.0.likelyhood | {"others": 0.5} | candidates[film].likelyhood: is not a known key (allowed: because, cost, id, if_unreliable, likelihood, outcomes, question, repeats, requires, search, source, tags, text); did you mean 'likelihood'?
candidates.0.likelihood | - | candidates[film]: does not say what may be found (allowed: exactly one of likelihood, search, outcomes)
candidates.0.search | {"chance": {"others": 0.5}} | candidates[film]: says what may be found in more than one way (seen likelihood, search;
candidates.0.likelihood | {"stolen": 0.5, "move": 0.1, "other": 0.1} | candidates[film].likelihood[move]: no hypothesis has this name (seen 'move'; allowed: moved, other, stolen); did you mean 'moved'? | 1 more
candidates.0.likelihood | {"stolen": 0.5} | candidates[film].likelihood: no entry for moved, other (allowed: one for each hypothesis, or others: p for the rest)
candidates.0.likelihood.others | 1.2 | candidates[film].likelihood[others]: is out of range (seen 1.2; allowed: at most 1)
candidates.0.likelihood.others | 0 | candidates[film].likelihood[others]: can never be undone by evidence
candidates.0.source | "kamera" | candidates[film].source: no source has this name (seen 'kamera'; allowed: camera, guard); did you mean 'camera'?
candidates.0.question | "paintings" | candidates[film].question: no question or assumption has this name
candidates.0.requires | ["that_nite"] | candidates[film].requires[0]: no assumption has this name | 1 more
candidates.3.requires | ["that_night"] | candidates[rumour].requires[0]: a candidate cannot rest on the assumption it bears on
candidates.1.search | {"found": true, "chance": {"others": 0.1}} | candidates[cellar].search.found: is not a known key
candidates.1.search.chance | {"moved": 0.5} | candidates[cellar].search.chance: no entry for stolen, other
candidates.1.if_unreliable | - | candidates[cellar].if_unreliable: is missing; its source may not track the truth (allowed: P(it will be seen
candidates.1.if_unreliable | {"stolen": 0.2} | candidates[cellar].if_unreliable: no entry for moved, other
candidates.2.outcomes.none | - | candidates[prints].outcomes: the chances of the outcomes do not sum to 1 under stolen, moved, other (seen sums of 0.7, 0.9, 0.6; allowed: 1, within 1e-9) | 2 more
candidates.2.outcomes | {"staff": {"others": 0.5}} | candidates[prints].outcomes: has too few entries
candidates.2.outcomes.none.stolen | 0.4 | candidates[prints].outcomes: the chances of the outcomes do not sum to 1 under stolen (seen a sum of 1.1;
candidates.2.outcomes.none.stollen | 0.4 | candidates[prints].outcomes[none][stollen]: no hypothesis has this name
candidates.2.outcomes.none | {"stolen": 0.3} | candidates[prints].outcomes[none]: no entry for moved, other
candidates.2.outcomes.none.stolen | {"betta": [1, 2]} | candidates[prints].outcomes[none][stolen]: is not a probability
candidates.2.if_unreliable | 0.5 | candidates[prints].if_unreliable: is one number, and there are several outcomes (allowed: one number for each outcome: staff, stranger, none)
candidates.2.if_unreliable.none | 0.4 | candidates[prints].if_unreliable: the chances of the outcomes do not sum to 1 (seen a sum of 1.1;
candidates.2.if_unreliable | {"staff": 0.6, "strangers": 0.1, "none": 0.3} | candidates[prints].if_unreliable[strangers]: no outcome has this name (seen 'strangers'; allowed: none, staff, stranger); did you mean 'stranger'? | 1 more
candidates.2.repeats.if_copied | - | candidates[prints].repeats.if_copied: does not say which of several outcomes a mere repeat comes out as (allowed: one of staff, stranger, none, or a number for each)
candidates.2.repeats.if_copied | "strange" | candidates[prints].repeats.if_copied: no outcome has this name (seen 'strange'; allowed: none, staff, stranger); did you mean 'stranger'?
candidates.2.repeats.if_copied.none | 0.2 | candidates[prints].repeats.if_copied: the chances of the outcomes do not sum to 1
candidates.2.repeats.if_copied | 0.5 | candidates[prints].repeats.if_copied: does not say which of several outcomes
candidates.3.repeats.item | "movie" | candidates[rumour].repeats.item: no item or candidate has this name
candidates.3.repeats.item | "prints" | candidates[rumour].repeats.item: has several outcomes: which of them would be repeated is not clear (seen 'prints'; allowed: an item, or a candidate with a likelihood or a search)
candidates.3.repeats.item | "rumour" | candidates[rumour].repeats.item: goes round in a circle (seen rumour -> rumour)
candidates.3.repeats.if_copied | "seen" | candidates[rumour].repeats.if_copied: is not one number, and there are no outcomes that it could name (allowed: a number between 0 and 1)
candidates.3.repeats.chance | 2 | candidates[rumour].repeats.chance: is out of range
items.0.repeats | {"item": "film", "chance": 0.5} | items[stranger].repeats.item: is a candidate, which nobody has seen yet (seen 'film'; allowed: an item)
cost_unit | 3 | cost_unit: not text
"""  # noqa: E501


@pytest.mark.parametrize("line", WRONG.strip().splitlines(), ids=lambda x: x[:70])
def test_mistake_is_told_at_its_address(line: str) -> None:
    """What was seen, what is allowed, the closest name; and nothing else is complained of."""
    place, value, words, *more = line.split(" | ")
    with pytest.raises(assess.CaseError) as caught:
        assess.case_from(stated(place, None if value == "-" else json.loads(value)))
    told = [str(p) for p in caught.value.problems]
    assert [text for text in told if text.startswith(words)], told
    assert len(told) == 1 + (int(more[0].removesuffix(" more")) if more else 0), told


def test_one_mistake_hides_no_other() -> None:
    """A faulty number in one candidate, and a name in another that only the whole can check."""
    data = stated("candidates.0.likelihood.others", 1.5)
    data = stated("candidates.3.repeats.item", "cellarr", data=data)
    data = stated("candidates.2.outcomes.none.stolen", 0.9, data=data)
    with pytest.raises(assess.CaseError) as caught:
        assess.case_from(data)
    assert [p.address for p in caught.value.problems] == [
        "candidates[film].likelihood[others]",
        "candidates[prints].outcomes",
        "candidates[rumour].repeats.item",
    ]


def test_line_of_a_candidate_is_told(tmp_path: Path) -> None:
    """As for everything else in a file."""
    path = tmp_path / "case.yaml"
    assess.save_case(assess.case_from(CASE), path)
    text = path.read_text("utf-8").replace("source: camera", "source: kamera", 1)
    path.write_text(text, "utf-8")
    line = 1 + text[: text.index("kamera")].count("\n")
    with pytest.raises(assess.CaseError, match=rf"case\.yaml:{line}: candidates\[film\]\.source"):
        assess.load_case(path)


SHAPES: list[tuple[str, Any]] = [
    ("candidates.0.cost", 0),
    ("candidates.0.source", None),
    ("candidates.0.likelihood", 0.5),
    ("candidates.0.likelihood.others", {"betta": [1, 2]}),
    ("candidates.0.ratio", {"for": "stolen", "value": 8}),
    ("candidates.1.search", {"chance": 0.5}),
    ("candidates.2.outcomes.none", 0.5),
    ("candidates.2.repeats.chance", None),
    ("cost_unit", 3),
]


@pytest.mark.parametrize(("place", "value"), SHAPES, ids=lambda x: str(x)[:50])
def test_schema_refuses_what_the_library_refuses(place: str, value: Any) -> None:
    """Shapes, keys and forms that are wrong in themselves."""
    validator = jsonschema.Draft202012Validator(assess.json_schema())
    assert validator.is_valid(CASE)
    data = stated(place, value)
    assert not validator.is_valid(data)
    with pytest.raises(assess.CaseError):
        assess.case_from(data)
