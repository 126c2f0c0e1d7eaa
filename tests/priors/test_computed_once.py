"""What follows from a stated form is computed once, and never after the form was changed."""

from __future__ import annotations

import sys
from collections import Counter
from types import FrameType
from typing import Any

import assess
from priors.forms.probability import Beta, Fixed, Triangular


def test_pieces_of_a_form_are_computed_once_in_a_weighing() -> None:
    """Of the founding case, every form that occurs, however many readings follow."""
    case = assess.example_case("dprk_missiles")
    computed: Counter[int] = Counter()

    def count(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_name == "pieces" and "self" in frame.f_locals:
            computed[id(frame.f_locals["self"])] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        result = assess.weigh(case, draws=10)
        assess.tornado(result)
    finally:
        sys.setprofile(before)
    assert sum(computed.values()) < 200
    # shares of a prior are forms of the moment, and another may be given the place of one
    stated = [s.reliability for s in case.sources]
    stated += [f for i in case.items for f in (i.likelihoods or {}).values()]
    assert max(computed[id(form)] for form in stated) <= 1


def test_changed_copy_of_a_form_has_pieces_of_its_own() -> None:
    """What was computed from the old values is not copied with them."""
    form = Triangular(triangular=(0.1, 0.2, 0.6))
    assert form.mean > 0.29
    assert form.model_copy(update={"triangular": (0.1, 0.2, 0.3)}).mean < 0.21
    assert form.model_copy().pieces == form.pieces


def test_form_is_the_same_before_and_after_its_pieces_were_asked_for() -> None:
    """Equality, hash, text and what a file holds are of what was stated."""
    one, two = Beta(beta=(6, 2)), Beta(beta=(6, 2))
    assert one.mean == 0.75
    assert one == two
    assert hash(one) == hash(two)
    assert repr(one) == repr(two)
    assert one.model_dump() == two.model_dump()
    assert Fixed(value=0.3) != Fixed(value=0.4)
