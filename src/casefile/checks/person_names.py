"""Names of persons that are not public, and texts for more readers that contain one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

from casefile.model.vocabularies import Tier, is_stricter
from casefile.names import fold_text
from casefile.names.hidden_names import HiddenNames, SecretNames, find_any_of
from casefile.names.name_words import is_identifying
from casefile.register.record_summary import Known


@lru_cache(maxsize=32_768)  # the names of all cases are asked for several times over
def identifying_words(name: str) -> frozenset[str]:
    """Return the folded words of a name by which a reader may know the person; short words are left out."""
    return frozenset(filter(is_identifying, fold_text(name).split()))


class NonPublicNames:
    """Searches texts for the names of all cases that are not public.

    A text is searched as an export searches it: a part of such a name does not count where a public name or
    the name of an organisation explains it. Few texts contain a part of any of these names, so the public
    names are read only for such a text. `closed` are the names that are not public, `every` returns the names
    of each case, `bodies` the names of organisations, each with its tier. `every` may leave out the public
    names that explain no part of these names (`MayExplain`). `finder_of` returns a finder of any part of the
    closed names; it may find parts of others too.
    """

    def __init__(
        self,
        closed: Iterable[Known],
        every: Callable[[], tuple[tuple[Known, ...], ...]],
        bodies: Callable[[], tuple[Known, ...]] = tuple,
        finder_of: Callable[[tuple[str, ...]], HiddenNames] = find_any_of,
    ) -> None:
        self._closed = tuple(dict.fromkeys(name for name, _ in closed))
        self._every = every
        self._bodies = bodies
        self._finder_of = finder_of

    def may_be_in(self, text: str) -> bool:
        """Return whether a text may contain a part of one of these names; a public name may explain it."""
        return bool(self._closed) and self._any.found_in(text)

    def are_in(self, text: str, tier: Tier) -> bool:
        """Return whether a text of a tier contains a part of a name with a stricter tier, encoded or not."""
        if not self.may_be_in(text):
            return False
        if tier not in self._finders:
            self._finders[tier] = _stricter_than(tier, self._every(), self._bodies())
        return bool(self._finders[tier]) and self._finders[tier].found_in(text)

    @cached_property
    def _any(self) -> HiddenNames:
        return self._finder_of(self._closed)

    @cached_property
    def _finders(self) -> dict[Tier, HiddenNames]:
        return {}

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset[str]().union(*map(identifying_words, self._closed))

    @cached_property
    def _open(self) -> frozenset[str]:
        known = (each for names in self._every() for each in names)
        return frozenset[str]().union(*(identifying_words(name) for name, tier in known if tier == "public"))

    def among(self, words: Iterable[str]) -> frozenset[str]:
        """Return those of some folded words that are identifying words of non-public names only."""
        found = self._words.intersection(words)
        return found - self._open if found else found


@lru_cache(maxsize=8)
def _stricter_than(
    tier: Tier, every: tuple[tuple[Known, ...], ...], bodies: tuple[Known, ...]
) -> HiddenNames:
    """Return a finder of the names whose tier is stricter than `tier`, unless another person's is not.

    `every` has the names of each case, `bodies` those of organisations, each with its tier.
    """
    published = [name for names in every for name, own in names if not is_stricter(own, tier)]
    anywhere = {fold_text(name) for name in published}
    secrets = [
        SecretNames(
            tuple(name for name in secret.withheld if fold_text(name) not in anywhere), secret.published
        )
        for names in every
        if (secret := secret_of(names, tier)).withheld
    ]
    called = (name for name, own in bodies if not is_stricter(own, tier))
    return HiddenNames({each for each in secrets if each.withheld}, published, called=called)


def secret_of(names: Iterable[Known], tier: Tier) -> SecretNames:
    """Return the names of one person that a text of a tier may not contain, and those that it may."""
    names = (*names,)
    return SecretNames(
        tuple(name for name, strict in names if is_stricter(strict, tier)),
        tuple(name for name, strict in names if not is_stricter(strict, tier)),
    )


class MayExplain:
    """Decides whether a part of a closed name (one that is not public) may come from a public name.

    It may if the public name contains such a part itself, or a word of the closed name that is too short to
    be searched.
    """

    def __init__(self, closed: tuple[str, ...]) -> None:
        self._found_in = find_any_of(closed).found_in
        self._words = {word for name in closed for word in fold_text(name).split()}

    def __call__(self, name: str) -> bool:
        """Return whether a part of one of the closed names may come from this public name."""
        return not self._words.isdisjoint(fold_text(name).split()) or self._found_in(name)


class NameOpening:
    """Selects public names: each with a word of a closed name (one that is not public) that is new.

    A word is new if no public name before it had the word.
    """

    def __init__(self, closed: Iterable[str]) -> None:
        self._words = {word for name in closed for word in identifying_words(name)}

    def takes(self, name: str) -> bool:
        """Return whether a public name has such a new word; the word is not new afterwards."""
        opened = self._words & identifying_words(name)
        self._words -= opened
        return bool(opened)
