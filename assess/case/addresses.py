"""The address of a stated number: what it is called everywhere, and what that means in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeGuard, get_args

from assess.errors import UnknownNameError
from assess.formatting.names import shown

Kind = Literal[
    "prior",
    "reliability",
    "holds",
    "likelihood",
    "if_unreliable",
    "chance",
    "ratio",
    "repeats",
    "if_copied",
    # what shapes the prior of a quantity
    "median",
    "p95",
    "mean",
    "sd",
    "low",
    "high",
    "a",
    "b",
    "share",
    "factor",
    # what an item claims of a quantity
    "about",
    "at_least",
    "at_most",
    "spread",
]
"""What a number says."""

KINDS: tuple[Kind, ...] = get_args(Kind)

WHOLE = "*"
"""What stands for all the conditions of a prior together."""


def is_kind(word: str) -> TypeGuard[Kind]:
    """Whether a word is a kind of numbers."""
    return word in KINDS


@dataclass(frozen=True)
class Address:
    """The one name of a stated number.

    Its text is `kind[owner, state]`, or `kind[owner | given]` of a prior that depends on other
    questions: `likelihood[debris, none]`, `prior[new_type | supply=yes]`.

    Attributes
    ----------
    kind : str
        What the number says, one of `KINDS`.
    owner : str
        The hypothesis, source, assumption, item or quantity that it belongs to.
    state : str
        The hypothesis under which it holds, or `others`; of a quantity the place within its prior.
    given : str
        The states of other questions under which it holds, or `*` for all of them together.

    Examples
    --------
    >>> Address.parse("likelihood[debris, none]").state
    'none'
    >>> str(Address("prior", "new_type", given="supply=yes"))
    'prior[new_type | supply=yes]'
    """

    kind: Kind
    owner: str
    state: str = ""
    given: str = ""

    @classmethod
    def of_prior(cls, owner: str, when: Mapping[str, str] | None = None) -> Address:
        """Address of a prior; of a linked question with the state of the others it is given."""
        return cls("prior", owner, given=", ".join(f"{k}={v}" for k, v in (when or {}).items()))

    @classmethod
    def parse(cls, text: str) -> Address:
        """The address that a text spells.

        Raises
        ------
        ValueError
            If it spells none.

        Examples
        --------
        >>> Address.parse("reliability[us]").owner
        'us'
        """
        kind, bracket, rest = text.partition("[")
        if not bracket or not rest.endswith("]") or rest == "]":
            msg = f"expected the address of a number, such as reliability[us], not {shown(text)}"
            raise ValueError(msg)
        if not is_kind(kind):
            raise UnknownNameError(kind, KINDS, "kind of numbers")
        owner, _, given = rest[:-1].partition(" | ")
        if kind == "prior":
            return cls(kind, owner, given=given)
        if not given:
            owner, _, state = owner.partition(", ")
            return cls(kind, owner, state)
        # of a quantity: conditions are pairs, and what comes after them is a place in its prior
        parts = given.split(", ")
        pairs = max((k for k, part in enumerate(parts, start=1) if "=" in part), default=0)
        return cls(kind, owner, ", ".join(parts[pairs:]), ", ".join(parts[:pairs]))

    @property
    def inside(self) -> str:
        """What stands between the brackets: the number's coordinate among those of its kind."""
        given = f" | {self.given}" if self.given else ""
        return f"{self.owner}{given}" + (f", {self.state}" if self.state else "")

    def __str__(self) -> str:
        return f"{self.kind}[{self.inside}]"

    @property
    def words(self) -> str:
        """What the number is called in a sentence; the ids stay as they are."""
        owner, under = self.owner, f" under {self.state}" if self.state else ""
        match self.kind:
            case "prior" if self.given == WHOLE:
                return f"the whole prior of {owner} (all its rows together)"
            case "prior":
                return f"the prior of {owner}" + (f" given {self.given}" if self.given else "")
            case "reliability":
                return f"the reliability of {owner}"
            case "holds":
                return f"the chance that {owner} holds"
            case "likelihood":
                return f"the likelihood of {owner}{under}"
            case "chance":
                return f"the chance that the search {owner} finds it{under}"
            case "ratio":
                return f"the likelihood ratio of {owner}"
            case "if_unreliable":
                return f"the chance of {owner} from a source that does not track the truth{under}"
            case "repeats":
                return f"the chance that {owner} merely repeats another item"
            case "if_copied":
                return f"the chance of {owner} if it merely repeats another item"
        return str(self)

    @property
    def meaning(self) -> str:
        """What the number is the probability of; its address where it is none.

        Examples
        --------
        >>> Address.parse("likelihood[debris, none]").meaning
        'P(debris appears | none, it tracks the truth)'
        >>> Address.parse("prior[new_type | supply=yes]").meaning
        'P(new_type | supply=yes) before any item'
        """
        owner = self.owner
        given = self.given or self.state
        given = "any other hypothesis" if given == "others" else given
        under = f" | {given}" if given else ""
        also = f"{given}, " if given else ""
        match self.kind:
            case "prior":
                return f"P({owner}{under}) before any item"
            case "reliability":
                return f"P(what {owner} says tracks the truth)"
            case "holds":
                return f"P({owner} holds)"
            case "likelihood":
                return f"P({owner} appears | {also}it tracks the truth)"
            case "chance":
                return f"P(the search {owner} finds it{under})"
            case "if_unreliable":
                return f"P({owner} appears | {also}it does not track the truth)"
            case "repeats":
                return f"P({owner} merely repeats another item)"
            case "if_copied":
                return f"P({owner} appears | it merely repeats)"
            case "ratio":
                return f"likelihood ratio of {owner}, if it tracks the truth"
        return str(self)


def is_address(text: str) -> bool:
    """Whether a text spells the address of a number."""
    try:
        Address.parse(text)
    except ValueError:
        return False
    return True


def in_words(text: str) -> str:
    """What a number is called in a sentence, by the text of its address.

    Examples
    --------
    >>> in_words("likelihood[debris, none]")
    'the likelihood of debris under none'
    >>> in_words("prior[new_type | supply=yes]")
    'the prior of new_type given supply=yes'
    """
    return Address.parse(text).words
