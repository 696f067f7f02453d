"""The model of an import map: how the columns of a spreadsheet become the fields and events of cases."""

from typing import Annotated, Literal

from pydantic import Field

from casefile.model.base_model import Model, Several, Word
from casefile.model.field import Label, Line, RecordId, Text, describe_field


class MappedField(Model):
    """A field that is filled from a column, or that has the same value in every row."""

    field: Annotated[Text, describe_field("The field, as a dotted path: person.name; in an event: date.")]
    column: Annotated[Line | None, describe_field("The header of the column.")] = None
    value: Annotated[Label | None, describe_field("One value for every row, instead of a column.")] = None
    every: Annotated[
        bool | None, describe_field("Whether all columns with this header count; otherwise there is one.")
    ] = None
    values: Annotated[
        Several[Line],
        describe_field('What each cell means: "M=male". A cell that is not in the list is an error.'),
    ] = ()
    split: Annotated[Text | None, describe_field("The text between several values in a cell, such as ;")] = (
        None
    )
    dates: Annotated[
        Word | None,
        describe_field(
            "The order of day, month and year in the cells; excel: the number of days of a spreadsheet.",
            "day_month_year month_day_year year_month_day excel",
            closed=True,
        ),
    ] = None
    calendar: Annotated[
        Word | None,
        describe_field(
            "The calendar of the cells; gregorian if absent.", "gregorian solar_hijri buddhist", closed=True
        ),
    ] = None


class RowCondition(Model):
    """A condition on a cell, which must not be empty: its text is one of `words`, and none of `without`."""

    column: Annotated[Line, describe_field("The header of the column.")]
    words: Annotated[Several[Label], describe_field("The cell has one of these texts.")] = ()
    without: Annotated[Several[Label], describe_field("The cell has none of these texts.")] = ()


class MappedEvent(Model):
    """An event that each row gives, if its conditions apply."""

    type: Annotated[Word, describe_field("The type of the event, such as detention.")]
    when: Annotated[
        Several[RowCondition],
        describe_field("All of these apply. If absent: one of the cells of the event is not empty."),
    ] = ()
    fields: Annotated[Several[MappedField], describe_field("The fields of the event.")] = ()


class MappedSource(Model):
    """A column with web addresses or ids of sources, which all events of the row cite."""

    column: Annotated[Line, describe_field("The header of the column.")]
    every: Annotated[
        bool | None, describe_field("Whether all columns with this header count; otherwise there is one.")
    ] = None
    split: Annotated[Text | None, describe_field("The text between several addresses in a cell.")] = None


class RowKey(Model):
    """The columns by which a row is found again in the next file."""

    columns: Annotated[Several[Line], describe_field("The headers; several cells are joined by a slash.")]
    scheme: Annotated[Text, describe_field("The name of this numbering in `external_ids` of the person.")]


class ImportMap(Model):
    """How the columns of a spreadsheet become cases."""

    schema_: Annotated[
        Literal["casefile/import-map/1"],
        Field(alias="schema"),
        describe_field("Kind and version of the file."),
    ]
    id: Annotated[RecordId, describe_field("The name of this import; its rows are kept in imports/ID.jsonl.")]
    source: Annotated[
        RecordId | None,
        describe_field("The source that every event cites; import-ID is created if absent."),
    ] = None
    sheet: Annotated[Line | None, describe_field("The sheet of a workbook; the first one if absent.")] = None
    header: Annotated[
        int | None, describe_field("The row with the headers; the first one if absent.", low=1, high=1000)
    ] = None
    key: Annotated[RowKey, describe_field("How a row is found again.")]
    fields: Annotated[Several[MappedField], describe_field("The fields of the case and the person.")]
    events: Annotated[Several[MappedEvent], describe_field("The events that a row gives.")]
    sources: Annotated[Several[MappedSource], describe_field("Columns with addresses of sources.")] = ()
    unmapped: Annotated[
        Word | None,
        describe_field(
            "What to do with cells of other columns: refuse the file, ignore them, or keep them in notes.",
            "refuse ignore notes",
            closed=True,
        ),
    ] = None
