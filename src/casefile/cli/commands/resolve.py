"""casefile resolve RECORD: resolve the conflicts of a merge, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from msgspec import Struct, field
from msgspec.structs import replace

from casefile.changes.equality import ABSENT, shape_at
from casefile.changes.record_merge import Conflict
from casefile.cli.combined_options import flag, option
from casefile.cli.write_command import OneRecord, Writing, print_error, writes
from casefile.editing.edits import WriteResult
from casefile.editing.typed_values import parse_typed
from casefile.errors import BadInput, CasefileError, Interrupted, NotFound, TierForbids
from casefile.terminal.conflict_page import conflict_blocks
from casefile.terminal.safe_text import inert

if TYPE_CHECKING:  # need git and prompts, which --help does not
    from casefile.changes.change import Side
    from casefile.cli.interview.prompts import Asker
    from casefile.merging.open_conflict import RecordInConflict

HELP = """Resolve merge conflicts field by field: ours, theirs, both, or another value.

The two sides are read from the conflict markers of the file, or from git if no merge driver was used. If
git merged the lines into an invalid record, its two sides are merged again. Each decision is written at
once, and refused if the record would be invalid. After the last field the file is staged. Then continue with
git commit or git rebase --continue. In a rebase, `ours` is the branch that you rebase onto, and
`theirs` is your own commit.

If two people gave two records the same id, --both keeps both: each gets a new id, and references are
updated. With --ours or --theirs, that side is also taken for all other fields. --join merges two into one:
sources with one address, cases of one person, or two events of a case (give --join twice).

\b
Example:
  casefile resolve aleksandrov
  casefile resolve aleksandrov --field events.h2v5t.until --theirs
  casefile resolve aleksandrov --join h2v5t --join k3m9x
"""


@writes("resolve")
def run(
    writing: Writing,
    record: OneRecord,
    ours: Annotated[bool, flag("Take our side.", "--ours")] = False,
    theirs: Annotated[bool, flag("Take their side.", "--theirs")] = False,
    both: Annotated[
        bool, flag("Keep both records or proceedings with the same id, or all items of a list.", "--both")
    ] = False,
    field: Annotated[str | None, option("FIELD", "Only this field, or the fields below it.")] = None,
    join: Annotated[
        list[str] | None, option("ID", "Merge ID with RECORD; for two events of a case, give it twice.")
    ] = None,
) -> None:
    """Resolve the conflicts of a record by the options, or else ask about each field.

    With --join make one of two records or events. Raises BadInput CF601 for options that exclude each other,
    CF724 if no question can be asked; Interrupted CF725 if the person stops.
    """
    # They need git, which --help does not.
    from casefile.merging.join_records import join as join_to  # noqa: PLC0415
    from casefile.merging.open_conflict import find_record_in_conflict  # noqa: PLC0415

    if (ours and theirs) or (join and (ours or theirs or both or field)):
        hint = "use --ours or --theirs, alone or with --both; or --join; --field selects one field"
        raise BadInput("CF601", "these options cannot be used together", hint)
    if join:
        writing.carry_out_act(lambda: join_to(writing.session.directory, record, join, writing.how))
        return
    subject = find_record_in_conflict(writing.session.directory, record)
    conflicts = subject.wanted(field)
    dialogue = _ResolveSession(writing, subject)
    if both:
        dialogue.keep(conflicts, "ours" if ours else "theirs" if theirs else None)
        dialogue.write()
    elif ours or theirs or not conflicts:
        dialogue.decisions = {each.field: each.ours if ours else each.theirs for each in conflicts}
        dialogue.write()
    elif writing.session.interactive:
        dialogue.ask(conflicts)
    else:
        raise BadInput("CF724", *_describe_choice(conflicts), subject.problems(conflicts))


def _describe_choice(conflicts: tuple[Conflict, ...]) -> tuple[str, str]:
    """Return message and hint of CF724: the number of conflicts, and the options that resolve them."""
    if not conflicts[0].field:
        hint = "--both, --ours or --theirs" if conflicts[0].is_of_two else "--ours or --theirs"
        return "the whole record is in conflict, and there is no terminal to ask on", hint
    count = "1 field is" if len(conflicts) == 1 else f"{len(conflicts)} fields are"
    hint = "--ours or --theirs, with --field FIELD for one of them"
    return f"{count} in conflict, and there is no terminal to ask on", hint


MEANING_OF_SIDES = {
    "merge": "`ours` is your branch, `theirs` the branch that you merge",
    "rebase": "during a rebase, `ours` is the branch that you rebase onto, `theirs` your own commit",
    "am": "`ours` is your branch, `theirs` the patch",
    "cherry-pick": "`ours` is your branch, `theirs` the commit that you pick",
    "revert": "`ours` is your branch, `theirs` the state before the commit that you revert",
}
MEANING_AFTER_STASH = (
    "`ours` is the committed state, `theirs` the state that git applied to it, for example from a stash"
)
"""The meaning of the sides if git has a conflict but no merge, rebase or similar is in progress."""


class _ResolveSession(Struct):
    """The dialogue about the conflicts of one record; `decisions` has the chosen value by field path."""

    writing: Writing
    subject: RecordInConflict
    decisions: dict[str, object] = field(default_factory=dict)

    def ask(self, conflicts: tuple[Conflict, ...]) -> None:
        """Ask about each field, and write the decisions: each at once, those on a moved record together.

        Raises Interrupted CF725 if the person stops.
        """
        self.writing.session.note(inert(f"{self.subject.name}: {self.subject.path}"))
        if self.subject.unmerged:
            self.writing.session.note(
                MEANING_OF_SIDES.get(self.subject.repository.state() or "", MEANING_AFTER_STASH)
            )
        if not self._ask_all(conflicts):
            left = len([each for each in self.subject.merged.conflicts if each.field not in self.decisions])
            written = (
                ", your decisions are written"
                if self.decisions and not self.writing.how.dry_run and not self.subject.moved_from
                else ""
            )
            again = f"to continue: casefile resolve {self.subject.argument}"
            raise Interrupted("CF725", f"stopped; {left} still in conflict{written}", again)
        if self.decisions:
            self.write()
        else:
            self.writing.session.note("no decision was made; the file is unchanged")

    def _ask_all(self, conflicts: tuple[Conflict, ...]) -> bool:
        """Ask about all conflicts; return False if the person stops before the last."""
        from casefile.cli.interview.prompts import BrokenOff, asker  # noqa: PLC0415 - prompts cost 0.1 s

        terminal = asker(self.writing.session)
        try:
            for number, conflict in enumerate(conflicts, 1):
                self._decide(terminal, conflict, f"{number} of {len(conflicts)}")
        except BrokenOff:
            return False
        return True

    def _decide(self, terminal: Asker, conflict: Conflict, place: str) -> None:
        """Ask about one field until the answer is accepted, or the person postpones the field.

        `place` is the position in the list of conflicts, such as "2 of 5". Raises BrokenOff if the person
        stops.
        """
        subject = self.subject
        terminal.show(conflict_blocks(conflict, subject.shape, subject.merged.data, place))
        decided = False
        while not decided:
            chosen, value = self._ask_choice(terminal, conflict)
            decided = not chosen or self._try_decision(conflict, value)

    def _try_decision(self, conflict: Conflict, value: object) -> bool:
        """Write a decision and return True; if it is refused, print why and return False.

        The last decision is only tried here, in a dry run, and written later with all others. Earlier ones on
        a record that has moved are only stored in `decisions`.
        """
        from casefile.merging.keep_both import resolve  # noqa: PLC0415 - needs git

        decisions = {**self.decisions, conflict.field: value}
        others = [each for each in self.subject.merged.conflicts if each.field not in decisions]
        if others and self.subject.moved_from:  # all fields of a moved record are resolved together
            self.decisions = decisions
            return True
        how = self.writing.how if others else replace(self.writing.how, dry_run=True)
        try:
            settled = resolve(self.subject, decisions, how)
        except (BadInput, NotFound, TierForbids) as error:
            self._print_refusal(error)
            return False
        if others and not how.dry_run:
            self.subject = settled.subject
        self.decisions = decisions
        return True

    def _print_refusal(self, error: CasefileError) -> None:
        """Print why an answer is refused: each problem of the error, or its message, with the hint."""
        for each in error.problems or (error,):
            print_error(self.writing.session, each.message, each.hint)

    def _ask_choice(self, terminal: Asker, conflict: Conflict) -> tuple[bool, object]:
        """Ask until the answer is a valid choice; return whether the field was decided, and its new value.

        The value is None for a postponed field. Raises BrokenOff if the person stops.
        """
        from casefile.merging.resolution import combine_both  # noqa: PLC0415 - needs git

        joined = combine_both(self.subject.shape, conflict)
        node = shape_at(self.subject.shape, conflict.path)
        is_one_value = bool(conflict.field) and not (node.is_mapping and not node.scalar)
        may_type = is_one_value and not conflict.is_about_order
        words = [
            "ours",
            "theirs",
            *(["both"] if joined is not None else []),
            *(["value"] if may_type else []),
            "later",
        ]
        while True:
            answer = terminal.ask(", ".join(f"[{word[0]}]{word[1:]}" for word in words)).strip().lower()
            chosen = [word for word in words if answer and word.startswith(answer)]
            if chosen == ["later"]:
                return False, None
            if chosen == ["value"]:
                value = self._ask_value(terminal, conflict)
                if value is not ABSENT:
                    return True, value
            elif len(chosen) == 1:
                return True, {"ours": conflict.ours, "theirs": conflict.theirs, "both": joined}[chosen[0]]

    def _ask_value(self, terminal: Asker, conflict: Conflict) -> object:
        """Ask for a value for the field and return it as plain data.

        Return ABSENT if nothing was typed, or an invalid text; then print why.
        """
        held = conflict.ours if isinstance(conflict.ours, str | int) else ""
        text = terminal.ask("value", str(held)).strip()
        try:
            return parse_typed(shape_at(self.subject.shape, conflict.path), text) if text else ABSENT
        except BadInput as error:
            self._print_refusal(error)
            return ABSENT

    def keep(self, conflicts: tuple[Conflict, ...], side: Side | None) -> None:
        """Decide to keep both sides in each of these fields.

        With `side`, keep that side of each conflict that is not about two things with one id (`is_of_two`).
        Raises BadInput CF601 for a field that takes one value only, if no side is given.
        """
        from casefile.merging.resolution import combine_both  # noqa: PLC0415 - needs git

        for conflict in conflicts:
            value = combine_both(self.subject.shape, conflict)
            if side and not conflict.is_of_two:
                value = getattr(conflict, side)
            if value is None:
                names = f"`{conflict.field}`" if conflict.field else "the whole record"
                raise BadInput("CF601", f"only one side of {names} can be kept", "--ours or --theirs")
            self.decisions[conflict.field] = value

    def write(self) -> None:
        """Write all decisions, and print the result and how to continue. Raises the errors of the write."""
        from casefile.merging.keep_both import resolve  # noqa: PLC0415 - needs git

        def act() -> tuple[WriteResult, str]:
            settled = resolve(self.subject, self.decisions, self.writing.how)
            return settled.written, settled.go_on

        self.writing.carry_out_act(act)
