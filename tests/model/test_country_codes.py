"""Country codes, against Babel's."""

from __future__ import annotations

from babel import Locale

from casefile.model.country_codes import COUNTRIES

NO_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
"""Codes of Babel that ISO 3166-1 does not assign to a country: islands, unions, private use."""


def test_the_codes_are_those_of_babel():
    known = {code for code in Locale("en").territories if len(code) == 2 and code.isalpha()}

    assert known - NO_COUNTRIES == COUNTRIES


def test_kosovo_is_taken_and_an_old_state_is_not():
    assert "XK" in COUNTRIES
    assert not COUNTRIES & {"SU", "YU", "UK"}
