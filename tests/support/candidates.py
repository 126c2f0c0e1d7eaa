"""Candidates in tests: random ones, and their outcomes as items, stated anew by other means."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter
from random_cases import Data, Maker

import assess
from assess.case.model import plain
from priors.forms.probability import Probability

_NUMBER = TypeAdapter(Probability)


def with_candidates(case: assess.Case, candidates: list[Data]) -> assess.Case:
    """The same case with candidates."""
    return assess.case_from({**plain(case), "candidates": candidates})


def mean(number: Any) -> float:
    return float(_NUMBER.validate_python(number).mean)


def known(value: float) -> Any:
    value = round(value, 14)
    return {"value": value, "certain": True} if value in (0.0, 1.0) else value


def complement(stated: Any) -> Any:
    """1 - t for a number, or for each number of a mapping from hypotheses."""
    if isinstance(stated, dict) and not {"value", "beta", "pert", "triangular", "mean", "track"} & {
        *stated
    }:
        return {h: known(1.0 - mean(p)) for h, p in stated.items()}
    return known(1.0 - mean(stated))


def with_outcomes(case: assess.Case, chosen: Mapping[str, str]) -> assess.Case:
    """The case with some outcomes, {candidate: outcome}, as items; all candidates gone."""
    data = plain(case)
    candidates = {c["id"]: c for c in data.pop("candidates", [])}
    items = list(data.get("items", []))
    known_ids = {i["id"] for i in items}
    there = {c for c, outcome in chosen.items() if outcome in ("seen", "found")}
    for name, outcome in chosen.items():
        item = {
            k: candidates[name][k]
            for k in ("id", "source", "question", "requires")
            if k in candidates[name]
        }
        item |= _numbers(candidates[name], outcome)
        repeats = candidates[name].get("repeats")
        if repeats is not None and repeats["item"] in known_ids | there:
            copied = _copied(repeats.get("if_copied"), outcome)
            item["repeats"] = {**repeats, "if_copied": copied}
        items.append(item)
    return assess.case_from({**data, "items": items})


def _numbers(candidate: Data, outcome: str) -> Data:
    unreliable = candidate.get("if_unreliable")
    if "outcomes" in candidate:
        numbers: Data = {"likelihood": candidate["outcomes"][outcome]}
        unreliable = None if unreliable is None else unreliable[outcome]
    else:
        stated = candidate.get("likelihood") or candidate["search"]["chance"]
        there = outcome in ("seen", "found")
        numbers = {"likelihood": stated if there else complement(stated)}
        if unreliable is not None and not there:
            unreliable = complement(unreliable)
    return numbers if unreliable is None else {**numbers, "if_unreliable": unreliable}


def _copied(stated: Any, outcome: str) -> Any:
    if isinstance(stated, str):
        return known(float(stated == outcome))
    if isinstance(stated, dict) and outcome in stated:
        return stated[outcome]
    stated = known(1.0) if stated is None else stated
    return complement(stated) if outcome.startswith("not ") else stated


class CandidateMaker(Maker):
    """Makes random candidates for a random case."""

    def split(self, count: int) -> list[Any]:
        """Probabilities of outcomes that sum to 1, now and then one that is certain."""
        if self.chance(0.1):
            return [known(float(k == 0)) for k in range(count)]
        return list(self.shares(count))

    def candidate(self, k: int, case: Data, earlier: list[Data]) -> Data:
        rng = self.rng
        states = {q["id"]: tuple(h["id"] for h in q["hypotheses"]) for q in case["questions"]}
        states.update({a["id"]: ("holds", "fails") for a in case["assumptions"]})
        about = rng.choice([*states])
        sources = [s["id"] for s in case["sources"]]
        path = rng.sample(sources, min(len(sources), rng.choice([1, 1, 1, 2])))
        made: Data = {"id": f"c{k}", "question": about, "source": path}
        way = rng.choice(["likelihood", "likelihood", "search", "outcomes"])
        if way == "outcomes":
            names = ("low", "middle", "high")[: rng.choice([2, 3])]
            columns = {h: self.split(len(names)) for h in states[about]}
            made["outcomes"] = {
                n: {h: column[j] for h, column in columns.items()} for j, n in enumerate(names)
            }
            made["if_unreliable"] = dict(zip(names, self.split(len(names)), strict=True))
        else:
            numbers = self.each(states[about])
            made |= {"search": {"chance": numbers}} if way == "search" else {way: numbers}
            made["if_unreliable"] = (
                self.each(states[about]) if self.chance(0.3) else self.probability()
            )
        free = [a["id"] for a in case["assumptions"] if a["id"] != about]
        if free and self.chance(0.4):
            made["requires"] = rng.sample(free, rng.randint(1, len(free)))
        originals = [i["id"] for i in case["items"]]
        originals += [c["id"] for c in earlier if "outcomes" not in c] * 2
        if originals and self.chance(0.5):
            made["repeats"] = {"item": rng.choice(originals), "chance": self.probability(0.2)}
            if way == "outcomes":
                each = dict(zip(names, self.split(len(names)), strict=True))
                made["repeats"]["if_copied"] = names[0] if self.chance(0.5) else each
            elif self.chance(0.4):
                made["repeats"]["if_copied"] = self.probability()
        if self.chance(0.7):
            made["cost"] = rng.choice([0.5, 1, 10])
        return made


def random_candidates(seed: int, case: Data) -> list[Data]:
    """Two or three candidates of every kind for a random case."""
    maker = CandidateMaker(seed + 10_000)
    made: list[Data] = []
    for k in range(random.Random(seed).choice([2, 2, 3])):
        made.append(maker.candidate(k, case, made))
    return made
