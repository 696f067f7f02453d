"""What is put away in little room comes out as it went in."""

from casefile.operations.packed import AT_ONCE, Packed


def test_values_come_out_in_their_order_as_often_as_they_are_asked_for():
    values = [(f"cases/{number}", number, ("Азамат", None)) for number in range(2 * AT_ONCE + 7)]
    packed = Packed()
    for value in values:
        packed.add(value)
    assert [*packed] == values
    assert [*packed] == values
    assert [*Packed()] == []
