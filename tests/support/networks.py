"""Bayesian networks as cases: linked questions, and findings as items of a sure source."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from weighing import weigh as weigh_without_draws

import assess

DATA = Path(__file__).parents[1] / "data"


@cache
def oracle(name: str) -> dict[str, Any]:
    """A published case by its id."""
    return json.loads((DATA / "oracles" / f"{name}.json").read_text("utf-8"))


def network_of(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The network of a published case, from the case itself or from its own file."""
    if "network" in inputs:
        return inputs["network"]
    return json.loads((DATA / inputs["network_file"]).read_text("utf-8"))


def probability(value: float) -> Any:
    """A number, with the consent that exactly 0 and exactly 1 need."""
    return {"value": value, "certain": True} if value in (0, 1) else value


def identifier(name: str) -> str:
    """A name as an id: what may not stand in one is replaced by its number."""
    return re.sub(r"[^A-Za-z0-9_]", lambda m: f".{ord(m.group())}.", f"n{name}")


@dataclass
class Found:
    """Credences by node and state in the network's own names, and P(findings)."""

    credence: dict[str, dict[str, float]]
    p_evidence: float


class Network:
    """A network in the JSON of the oracles."""

    def __init__(self, network: Mapping[str, Any]) -> None:
        self.nodes = {n["name"]: n for n in network["nodes"]}

    def questions(self) -> list[dict[str, Any]]:
        return [self.question(n) for n in self.nodes.values()]

    def question(self, node: Mapping[str, Any]) -> dict[str, Any]:
        states = [identifier(s) for s in node["states"]]
        hypotheses = [{"id": i, "text": s} for i, s in zip(states, node["states"], strict=True)]
        question: dict[str, Any] = {
            "id": identifier(node["name"]),
            "text": node["name"],
            "exhaustive": "the states of the node",
            "hypotheses": hypotheses,
        }
        if not node["parents"]:
            for h, p in zip(hypotheses, node["cpt"], strict=True):
                h["prior"] = probability(p)
            return question
        parents = [self.nodes[p] for p in node["parents"]]
        question["given"] = [identifier(p["name"]) for p in parents]
        question["table"] = []
        for combination in product(*(range(len(p["states"])) for p in parents)):
            row = node["cpt"]
            for k in combination:
                row = row[k]
            when = [p["states"][k] for p, k in zip(parents, combination, strict=True)]
            question["table"].append(
                {
                    "when": dict(zip(question["given"], map(identifier, when), strict=True)),
                    "prior": dict(zip(states, map(probability, row), strict=True)),
                }
            )
        return question

    def case(
        self,
        evidence: Mapping[str, str] = {},
        virtual: Mapping[str, Sequence[float]] = {},
    ) -> assess.Case:
        """The case with a finding for each node of the evidence.

        A hard finding is an item certain in one state and impossible in the others. A soft one has
        the given likelihoods, divided by the largest where that is above 1.
        """
        likelihoods = {
            node: [float(s == state) for s in self.nodes[node]["states"]]
            for node, state in evidence.items()
        }
        for node, values in virtual.items():
            likelihoods[node] = [v / max(1.0, *values) for v in values]
        items = [
            {
                "id": identifier(node),
                "source": "observer",
                "question": identifier(node),
                "likelihood": {
                    identifier(s): probability(p)
                    for s, p in zip(self.nodes[node]["states"], values, strict=True)
                },
            }
            for node, values in likelihoods.items()
        ]
        return assess.case_from(
            {
                "format": "assess/1",
                "questions": self.questions(),
                "sources": [{"id": "observer", "reliability": {"value": 1, "certain": True}}],
                "items": items,
            }
        )

    def weigh(
        self,
        evidence: Mapping[str, str] = {},
        virtual: Mapping[str, Sequence[float]] = {},
    ) -> Found:
        return found(self.case(evidence, virtual))


def found(case: assess.Case) -> Found:
    """Credences in the network's own names, which are in the texts where they are not the ids."""
    exact = weigh_without_draws(case)["exact"]
    values = iter(exact["credence"].values.tolist())
    credence = {
        q.text or q.id: {h.text or h.id: next(values) for h in q.hypotheses} for q in case.questions
    }
    return Found(credence, math.exp(float(exact["log_evidence"])))
