"""Properties of which the suite draws few examples and the long run many."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature, signature

import pytest
from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy


def for_examples(few: int, many: int, **drawn: SearchStrategy[object]) -> Callable:
    """Decorate a property: `few` examples of what is drawn are in the suite, `many` are long.

    Its other parameters are fixtures and parameters of pytest, as of any test.
    """

    def decorate(check: Callable) -> Callable:
        def test(examples, **others):
            def run(**values):
                check(**others, **values)

            run.__name__, run.__qualname__ = check.__name__, check.__qualname__
            settings(deadline=None, max_examples=examples)(given(**drawn)(run))()

        left = [each for name, each in signature(check).parameters.items() if name not in drawn]
        test.__signature__ = Signature([*left, Parameter("examples", Parameter.KEYWORD_ONLY)])
        test.__name__, test.__doc__, test.__module__ = check.__name__, check.__doc__, check.__module__
        numbers = [few, pytest.param(many, marks=pytest.mark.long)]
        return pytest.mark.hypothesis(pytest.mark.parametrize("examples", numbers)(test))

    return decorate
