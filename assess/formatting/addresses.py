"""Addresses of numbers in words: what a number is called, and what it is the probability of."""

from __future__ import annotations


def in_words(address: str) -> str:
    """What a number is called in a sentence; the ids stay as they are.

    Examples
    --------
    >>> in_words("likelihood[debris, none]")
    'the likelihood of debris under none'
    >>> in_words("prior[new_type | supply=yes]")
    'the prior of new_type given supply=yes'
    """
    kind, _, rest = address.partition("[")
    inside = rest.removesuffix("]")
    name, _, condition = inside.partition(" | ")
    if kind == "prior" and condition == "*":
        return f"the whole prior of {name} (all its rows together)"
    if kind == "prior":
        return f"the prior of {name}" + (f" given {condition}" if condition else "")
    item, _, hypothesis = inside.partition(", ")
    under = f" under {hypothesis}" if hypothesis else ""
    words = {
        "reliability": f"the reliability of {item}",
        "holds": f"the chance that {item} holds",
        "likelihood": f"the likelihood of {item}{under}",
        "chance": f"the chance that the search {item} finds it{under}",
        "ratio": f"the likelihood ratio of {item}",
        "if_unreliable": f"the chance of {item} from a source that does not track the truth{under}",
        "repeats": f"the chance that {item} merely repeats another item",
        "if_copied": f"the chance of {item} if it merely repeats another item",
    }
    return words.get(kind, address)


def meaning(address: str) -> str:
    """What a number is the probability of.

    Examples
    --------
    >>> meaning("likelihood[debris, none]")
    'P(debris appears | none, it tracks the truth)'
    >>> meaning("prior[new_type | supply=yes]")
    'P(new_type | supply=yes) before any item'
    """
    kind, _, rest = address.partition("[")
    name, _, given = rest.removesuffix("]").partition(" | " if kind == "prior" else ", ")
    given = "any other hypothesis" if given == "others" else given
    under = f" | {given}" if given else ""
    also = f"{given}, " if given else ""
    return {
        "prior": f"P({name}{under}) before any item",
        "reliability": f"P(what {name} says tracks the truth)",
        "holds": f"P({name} holds)",
        "likelihood": f"P({name} appears | {also}it tracks the truth)",
        "chance": f"P(the search {name} finds it{under})",
        "if_unreliable": f"P({name} appears | {also}it does not track the truth)",
        "repeats": f"P({name} merely repeats another item)",
        "if_copied": f"P({name} appears | it merely repeats)",
        "ratio": f"likelihood ratio of {name}, if it tracks the truth",
    }[kind]
