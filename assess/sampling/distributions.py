"""The uncertain numbers of a case as distributions, and draws from them, many at a time.

A stated number has three laws: as it was stated; given that something of that chance happened; and
given that it did not. The second and third are its density times itself, or times its complement,
so that a number which the items have used is drawn exactly and no draw needs a weight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assess.case.numbers import Number, Numbers
from assess.kernel.structure import Structure
from priors.arrays import Array, Index, Mask
from priors.forms.pieces import Pieces, draws, log_density, tilted
from priors.forms.probability import Form
from priors.quantities.distributions import Lognormal

AS_STATED, HAPPENED, FAILED = 0, 1, 2
"""The three laws of a number."""


@dataclass(frozen=True)
class Mixtures:
    """Numbers whose laws are mixtures of scaled Betas: everything but priors and ratios.

    Attributes
    ----------
    position : ndarray, shape (number,)
    pieces : tuple of Pieces
    cumulative, low, width, a, b : ndarray, shape (law, number, piece)
        Running sums of the weights, and the pieces.
    """

    position: Index
    pieces: tuple[Pieces, ...]
    cumulative: Array
    low: Array
    width: Array
    a: Array
    b: Array

    @classmethod
    def of(cls, position: list[int], pieces: list[Pieces]) -> Mixtures:
        laws = [(p, tilted(p), tilted(p, complement=True)) for p in pieces]
        most = max((len(law) for three in laws for law in three), default=1)
        table = np.zeros((5, 3, len(laws), most))
        table[0], table[3], table[4] = 2.0, 1.0, 1.0  # beyond the last piece: never chosen
        for n, three in enumerate(laws):
            for k, law in enumerate(three):
                total = 0.0
                for j, p in enumerate(law):
                    total += p.weight
                    whole = 2.0 if j == len(law) - 1 else total  # the last takes rounding's rest
                    table[:, k, n, j] = whole, p.low, p.high - p.low, p.a, p.b
        return cls(np.array(position, dtype=np.intp), tuple(pieces), *table)

    def draw(self, rng: np.random.Generator, law: Index) -> Array:
        """Draws of each number from the given laws, shape (number, size) like `law`."""
        _, numbers, pieces = self.cumulative.shape
        place = (law * numbers + np.arange(numbers)[:, None]) * pieces  # of each law's first piece
        if pieces > 1:
            uniform = rng.random(law.shape)
            chosen = sum(
                (uniform >= self.cumulative.take(place + j)).astype(np.intp)
                for j in range(pieces - 1)
            )
            place = place + chosen
        drawn = rng.beta(self.a.take(place), self.b.take(place))
        return np.asarray(self.low.take(place) + self.width.take(place) * drawn)


@dataclass(frozen=True)
class Ratios:
    """Uncertain likelihood ratios: logarithms with a mean and a standard deviation."""

    position: Index
    mean: Array
    sigma: Array

    def draw(self, rng: np.random.Generator, law: Index) -> Array:
        """Draws of log LR, shape (number, size).

        What enters the weighing is p = LR / (1 + LR). Its laws are sampled by rejection from
        min(LR, 1) times the normal density, two truncated normals: at least half are accepted.
        """
        out = self.mean[:, None] + self.sigma[:, None] * rng.standard_normal(law.shape)
        for n in range(len(self.position)):
            for kind, sign in ((HAPPENED, 1.0), (FAILED, -1.0)):
                mine = np.flatnonzero(law[n] == kind)
                if len(mine):
                    drawn = _logistic_tilt(rng, sign * self.mean[n], self.sigma[n], len(mine))
                    out[n, mine] = sign * drawn
        return out


def _logistic_tilt(rng: np.random.Generator, mean: float, sigma: float, size: int) -> Array:
    """Draws with density proportional to the normal's times 1 / (1 + exp(-z))."""
    from scipy.special import log_ndtr, ndtri_exp

    shifted = mean + sigma**2
    # masses of exp(z) N(z) below 0 and of N(z) above 0
    below = mean + sigma**2 / 2 + log_ndtr(-shifted / sigma)
    above = log_ndtr(mean / sigma)
    share = 1.0 / (1.0 + np.exp(above - below))
    out = np.empty(size)
    missing = np.arange(size)
    while len(missing):
        under = rng.random(len(missing)) < share
        log_u = np.log1p(-rng.random(len(missing)))
        z = np.where(
            under,
            shifted + sigma * ndtri_exp(log_u + log_ndtr(-shifted / sigma)),
            mean - sigma * ndtri_exp(log_u + above),
        )
        accepted = rng.random(len(missing)) * (1.0 + np.exp(-np.abs(z))) < 1.0
        out[missing[accepted]] = z[accepted]
        missing = missing[~accepted]
    return out


@dataclass(frozen=True)
class Laws:
    """The laws of all uncertain numbers of a structure.

    Attributes
    ----------
    used : ndarray, shape (number,)
        What each number enters with where it is fixed.
    mixtures, ratios : Mixtures, Ratios
    rows : tuple of (positions, parameters)
        Dirichlet distributions of priors, each over the numbers of one row.
    """

    used: Array
    mixtures: Mixtures
    ratios: Ratios
    rows: tuple[tuple[Index, Array], ...]

    def draw(
        self, rng: np.random.Generator, size: int, happened: Mask | None, failed: Mask | None
    ) -> Array:
        """Values that enter the weighing, shape (number, size).

        Parameters
        ----------
        rng : Generator
        size : int
        happened, failed : ndarray of bool, shape (number, size), or None
            How the items have used each number; None for numbers as they were stated.
        """
        law = np.zeros((len(self.used), size), dtype=np.intp)
        if happened is not None and failed is not None:
            law[happened] = HAPPENED
            law[failed] = FAILED
        out = np.repeat(self.used[:, None], size, axis=1)
        at = self.mixtures.position
        if len(at):
            out[at] = self.mixtures.draw(rng, law[at])
        at = self.ratios.position
        if len(at):
            out[at] = 1.0 / (1.0 + np.exp(-self.ratios.draw(rng, law[at])))
        for at, parameters in self.rows:
            grown = parameters[:, None] + (law[at] == HAPPENED)
            # a Gamma of a small parameter underflows: its logarithm is drawn instead
            log_gamma = np.log(rng.standard_gamma(grown + 1.0))
            log_gamma += np.log1p(-rng.random(grown.shape)) / grown
            # what is open is never drawn as impossible
            share = np.maximum(np.exp(log_gamma - log_gamma.max(axis=0)), np.finfo(float).tiny)
            free = self.used[at].sum()
            out[at] = free * share / share.sum(axis=0)
        return out

    def log_prior(self, values: Array) -> Iterator[tuple[int, Array]]:
        """Log-densities as stated: the position of a number, and its density at each draw.

        Ratios have the density of LR itself. A row of priors has one density, under the position
        of its first number.

        Parameters
        ----------
        values : ndarray, shape (..., number)
            What enters the weighing.
        """
        for n, at in enumerate(self.mixtures.position):
            yield int(at), log_density(self.mixtures.pieces[n], values[..., at])
        for n, at in enumerate(self.ratios.position):
            log_ratio = np.log(values[..., at]) - np.log1p(-values[..., at])
            standard = (log_ratio - self.ratios.mean[n]) / self.ratios.sigma[n]
            density = -0.5 * standard**2 - log_ratio - np.log(self.ratios.sigma[n])
            yield int(at), np.asarray(density - 0.5 * np.log(2 * np.pi))
        for row, parameters in self.rows:
            yield int(row[0]), _log_dirichlet(values[..., row], parameters)


def _log_dirichlet(values: Array, parameters: Array) -> Array:
    from scipy.special import gammaln

    shares = values / values.sum(axis=-1, keepdims=True)
    constant = gammaln(parameters.sum()) - gammaln(parameters).sum()
    with np.errstate(divide="ignore"):
        return np.asarray(constant + ((parameters - 1.0) * np.log(shares)).sum(axis=-1))


def laws_of(structure: Structure, numbers: Numbers) -> Laws:
    """The laws of the uncertain numbers of a case, its sources' reliabilities excepted."""
    entries = numbers.entries
    position: list[int] = []
    pieces: list[Pieces] = []
    ratios: list[tuple[int, Lognormal]] = []
    for k, number in enumerate(entries):
        if isinstance(number.form, Lognormal):
            ratios.append((k, number.form))
        elif isinstance(number.form, Form) and _is_mixture(number):
            position.append(k)
            pieces.append(number.form.pieces)
    return Laws(
        used=numbers.used,
        mixtures=Mixtures.of(position, pieces),
        ratios=Ratios(
            np.array([k for k, _ in ratios], dtype=np.intp),
            np.array([np.log(f.lognormal.median) for _, f in ratios]),
            np.array([f.sigma for _, f in ratios]),
        ),
        rows=tuple(_rows(structure, numbers)),
    )


def _is_mixture(number: Number) -> bool:
    return number.kind not in ("prior", "reliability") and not number.is_fixed


def _rows(structure: Structure, numbers: Numbers) -> list[tuple[Index, Array]]:
    """Each row of an uncertain prior: its numbers that are not exactly 0 or 1, and parameters."""
    entries, out = numbers.entries, []
    for question, (scope, index) in enumerate(structure.roots[: structure.question_count]):
        if question in structure.grids:
            continue
        own = scope.index(question)
        rows = np.moveaxis(index, own, -1).reshape(-1, index.shape[own])
        for row in rows:
            free = [int(k) for k in row if not entries[k].is_fixed]
            if free:
                alpha = np.array([entries[k].value * entries[k].worth for k in free])
                out.append((np.array(free, dtype=np.intp), alpha))
    return out


def draw_reliabilities(structure: Structure, rng: np.random.Generator, size: int) -> Array:
    """Draws of the sources' reliabilities as stated, shape (source, size)."""
    each = [draws(pieces, rng, size) for pieces in structure.reliabilities]
    return np.array(each).reshape(len(each), size)
