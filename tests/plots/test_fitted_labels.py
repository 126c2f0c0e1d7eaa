"""Labels cut to the room there is."""

from __future__ import annotations

from pictures import (
    LONG,
    LONG_ID,
)

from assess.formatting.labels import fitted


def test_a_label_that_fits_stays_as_it_is():
    assert fitted("holds[custody]") == "holds[custody]"


def test_no_line_is_longer_than_its_width():
    for label in (*LONG, LONG_ID, f"likelihood[{LONG_ID}, {LONG_ID}]"):
        for lines in (1, 2):
            rows = fitted(label, lines=lines).split("\n")
            assert len(rows) <= lines
            assert max(len(row) for row in rows) <= 38


def test_an_address_keeps_both_of_its_ends():
    short = fitted(f"likelihood[{LONG_ID}, none]")
    assert short.startswith("likelihood[")
    assert short.endswith(", none]")
