"""Random small cases that use every feature of the format, as plain data."""

from __future__ import annotations

import random
from itertools import pairwise, product
from typing import Any

Data = dict[str, Any]


class Maker:
    """Makes one case; equal seeds make equal cases."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.features: set[str] = set()

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def use(self, feature: str, p: float) -> bool:
        if self.chance(p):
            self.features.add(feature)
            return True
        return False

    # --- numbers --------------------------------------------------------------------------------

    def decimal(self) -> float:
        """A probability of three digits, now and then a very small or a very large one."""
        if self.chance(0.1):
            return self.rng.choice([1e-6, 0.0002, 0.9998])
        return self.rng.randint(1, 999) / 1000

    def probability(self, certain: float = 0.06) -> Any:
        """A number in any form; exactly 0 or 1 with chance `certain`."""
        if self.use("certain", certain):
            return {"value": float(self.rng.randint(0, 1)), "certain": True}
        form = self.rng.choice(["fixed"] * 6 + ["beta", "pert", "triangular", "mean", "track"])
        self.features.add(form)
        match form:
            case "beta":
                return {"beta": [self.rng.choice([0.5, 1, 2.5, 8]), self.rng.choice([0.5, 1, 4])]}
            case "pert" | "triangular":
                return {form: self.three()}
            case "mean":
                return {"mean": self.decimal(), "worth": self.rng.choice([0.1, 3, 50])}
            case "track":
                right, wrong = self.rng.randint(0, 9), self.rng.randint(0, 3)
                return {"track": {"right": right, "wrong": wrong}}
        return self.decimal()

    def three(self) -> list[float]:
        low, mode, high = sorted(self.rng.randint(0, 100) / 100 for _ in range(3))
        if low == high:
            return [0.2, 0.4, 0.7]
        return [low, mode, high]

    def each(self, names: tuple[str, ...], certain: float = 0.06) -> Data:
        """One number for each name, or `others` for some of them."""
        if len(names) > 1 and self.use("others", 0.2):
            named = self.rng.sample(names, self.rng.randint(1, len(names) - 1))
            return {**{n: self.probability(certain) for n in named}, "others": self.probability()}
        return {n: self.probability(certain) for n in names}

    def shares(self, count: int) -> list[float]:
        """Probabilities of two digits that sum to 1."""
        cuts = sorted(self.rng.sample(range(1, 100), count - 1))
        ends = [0, *cuts, 100]
        return [(b - a) / 100 for a, b in pairwise(ends)]

    def priors(self, names: tuple[str, ...]) -> Data:
        if len(names) > 2 and self.use("certain_prior", 0.1):
            rest = self.shares(len(names) - 1)
            return {
                names[0]: {"value": 0.0, "certain": True},
                **dict(zip(names[1:], rest, strict=True)),
            }
        return dict(zip(names, self.shares(len(names)), strict=True))

    # --- parts ----------------------------------------------------------------------------------

    def question(self, k: int, earlier: list[Data]) -> Data:
        states = tuple(
            f"h{k}{n}" for n in range(self.rng.choice([2, 2, 3, 4] if k == 0 else [2, 2, 3]))
        )
        if self.use("same_id", 0.1):
            states = ("yes", *states[1:])
        q: Data = {"id": f"q{k}", "hypotheses": [{"id": s} for s in states]}
        if self.chance(0.5):
            q["hypotheses"][-1]["catch_all"] = True
        else:
            q["exhaustive"] = "made so"
        if self.use("concentration", 0.15):
            q["concentration"] = 12.0
        if earlier and self.use("linked", 0.6):
            parents = self.rng.sample(earlier, self.rng.randint(1, min(2, len(earlier))))
            if len(parents) == 2:
                self.features.add("two_parents")
            q["given"] = [p["id"] for p in parents]
            every = [[h["id"] for h in p["hypotheses"]] for p in parents]
            q["table"] = [
                {"when": dict(zip(q["given"], values, strict=True)), "prior": self.priors(states)}
                for values in product(*every)
            ]
            self.rng.shuffle(q["table"])
        elif self.use("weights", 0.15):
            q["weights"] = {s: float(self.rng.randint(1, 9)) for s in states}
        else:
            priors = self.priors(states)
            for h in q["hypotheses"]:
                h["prior"] = priors[h["id"]]
        return q

    def reliability(self) -> Any:
        kind = self.rng.random()
        if kind < 0.15:
            self.features.add("persistent")
            return {"persistent": self.rng.randint(5, 95) / 100}
        if kind < 0.25:
            self.features.add("admiralty")
            return {"admiralty": self.rng.choice("ABCDE")}
        if kind < 0.30:
            self.features.add("admiralty_as")
            return {"admiralty": "F", "as": self.probability()}
        if kind < 0.34:
            self.features.add("excluded")
            return {"admiralty": "F", "exclude": True}
        if kind < 0.44:
            self.features.add("wholly_reliable")
            return {"value": 1, "certain": True}
        if kind < 0.65:
            return {"beta": [self.rng.choice([0.5, 1, 8, 2.5]), self.rng.choice([0.5, 2, 4])]}
        return self.probability()

    def item(self, k: int, case: Data, states: dict[str, tuple[str, ...]]) -> Data:
        rng = self.rng
        about = rng.choice([*states, *(q["id"] for q in case["questions"])])
        if about.startswith("a"):
            self.features.add("about_assumption")
        sources = [s["id"] for s in case["sources"]]
        path = rng.sample(sources, min(len(sources), rng.choice([1, 1, 1, 2])))
        item: Data = {"id": f"i{k}", "question": about, "source": path}
        if len(path) > 1:
            self.features.add("hearsay")
        elif self.chance(0.5):
            item["source"] = path[0]
        self.say(item, states[about])
        if "ratio" not in item or self.chance(0.5):
            many = self.use("biased", 0.3)
            item["if_unreliable"] = self.each(states[about]) if many else self.probability()
        else:
            self.features.add("ratio_without")
        free = [a["id"] for a in case["assumptions"] if a["id"] != about]
        if free and self.use("requires", 0.4):
            item["requires"] = rng.sample(free, rng.randint(1, len(free)))
        if k and self.use("repeats", 0.3):
            original = rng.choice(case["items"])
            item["repeats"] = {"item": original["id"], "chance": self.probability(0.2)}
            if "repeats" in original:
                self.features.add("chain")
            if self.use("if_copied", 0.4):
                item["repeats"]["if_copied"] = self.probability()
        if self.use("dated", 0.3):
            item["date"] = rng.choice(["2024-01-01", "2024-03-01", "2024-06-01"])
        return item

    def say(self, item: Data, states: tuple[str, ...]) -> None:
        kind = self.rng.random()
        if kind < 0.15:
            self.features.add("ratio")
            value: Any = self.rng.choice([0.01, 0.5, 3.0, 8.0, 200.0])
            if self.use("lognormal", 0.3):
                value = {"lognormal": {"median": 4.0, "p95": 15.0}}
            item["ratio"] = {"for": self.rng.choice(states), "value": value}
        elif kind < 0.35:
            found = self.chance(0.5)
            self.features.add("found" if found else "not_found")
            item["search"] = {"found": found, "chance": self.each(states)}
        else:
            item["likelihood"] = self.each(states)

    def case(self) -> Data:
        rng = self.rng
        case: Data = {
            "format": "assess/1",
            "questions": [],
            "sources": [],
            "assumptions": [],
            "items": [],
        }
        for k in range(rng.choice([1, 2, 2, 3, 3])):
            case["questions"].append(self.question(k, case["questions"]))
        case["sources"] = [
            {"id": f"s{k}", "reliability": self.reliability()} for k in range(rng.randint(1, 3))
        ]
        case["assumptions"] = [
            {"id": f"a{k}", "holds": self.probability()} for k in range(rng.choice([0, 1, 1, 2]))
        ]
        states = {q["id"]: tuple(h["id"] for h in q["hypotheses"]) for q in case["questions"]}
        states.update({a["id"]: ("holds", "fails") for a in case["assumptions"]})
        for k in range(rng.randint(1, 6)):
            case["items"].append(self.item(k, case, states))
        if any("date" in i for i in case["items"]) and self.use("as_of", 0.5):
            case["as_of"] = "2024-03-01"
        if self.use(
            "shuffled", 0.5
        ):  # a copy may stand before its original, a child before its parent
            for part in ("questions", "items"):
                rng.shuffle(case[part])
        return case


def random_case(seed: int) -> tuple[Data, set[str]]:
    """A random case, and the names of the features that it uses."""
    maker = Maker(seed)
    return maker.case(), maker.features
