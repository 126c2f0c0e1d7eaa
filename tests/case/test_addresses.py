"""The address of a number: its text, its parts, its words."""

from __future__ import annotations

import pytest

import assess
from assess.case.addresses import KINDS, Address, in_words
from assess.case.numbers import numbers_of
from assess.case.selection import select


@pytest.mark.parametrize("name", assess.example_names())
def test_text_of_every_number_is_read_back(name: str) -> None:
    """Of all numbers of the examples, quantities and linked questions included."""
    case = assess.example_case(name)
    for number in numbers_of(case, select(case)).entries:
        assert Address.parse(str(number.address)) == number.address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("prior[new_type]", Address("prior", "new_type")),
        ("prior[q:h | s=yes, t=no]", Address("prior", "q:h", given="s=yes, t=no")),
        ("prior[q | *]", Address("prior", "q", given="*")),
        ("likelihood[debris, none]", Address("likelihood", "debris", "none")),
        ("if_unreliable[debris]", Address("if_unreliable", "debris")),
        ("mean[tons, 1, of]", Address("mean", "tons", "1, of")),
        ("mean[tons | s=yes]", Address("mean", "tons", given="s=yes")),
        ("mean[tons | s=yes, t=no, 2]", Address("mean", "tons", "2", "s=yes, t=no")),
    ],
)
def test_parts_of_an_address(text: str, address: Address) -> None:
    """What stands before the bar or comma owns the number; the rest says when it holds."""
    assert Address.parse(text) == address
    assert str(address) == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("debris", "expected the address of a number, such as reliability[us], not 'debris'"),
        ("prior[]", "expected the address of a number"),
        ("prior[q", "expected the address of a number"),
        ("reliablity[us]", "did you mean 'reliability'"),
    ],
)
def test_what_is_no_address_is_refused(text: str, message: str) -> None:
    """One sentence: what was expected, and the kind that may have been meant."""
    with pytest.raises(ValueError, match=r"address|kind of numbers") as caught:
        Address.parse(text)
    assert message in str(caught.value)


def test_every_kind_has_words() -> None:
    """No kind falls through to nothing; what shapes a quantity is called by its address."""
    for kind in KINDS:
        address = Address(kind, "x", "y")
        assert "x" in address.words
        assert "x" in address.meaning
    assert in_words("prior[q | *]") == "the whole prior of q (all its rows together)"
    assert in_words("median[tons]") == "median[tons]"
