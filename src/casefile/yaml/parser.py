"""Parse YAML text to nodes. The grammar is imported on demand: canonical text is read without it."""

from __future__ import annotations

from casefile.errors import Problem
from casefile.model.former_fields import present_names
from casefile.model.vocabularies import LEDGER
from casefile.yaml.nodes import YamlNode


def parse(text: str, path: str = "") -> tuple[YamlNode | None, tuple[Problem, ...]]:
    """Return the top node of a text, None if it has none, and the problems of the text.

    The text has no byte-order mark and no hostile characters (see `read`). With problems the node may be a
    part of the whole, or None. A field under a former name gets its present name. Raises MachineTrouble CF801
    if PyYAML was installed without libyaml.
    """
    from casefile.yaml.yaml_grammar import parse_nodes  # noqa: PLC0415 - YAML, which most files are read without

    root, problems = parse_nodes(text, path)
    if root is not None:
        _use_present_names(root)
    return root, problems


def _use_present_names(root: YamlNode) -> None:
    """Rename in the nodes each field of an event that the text has under a former name."""
    for event in (event for entry in root.entries if entry.name == LEDGER for event in entry.node.entries):
        if event.node.kind != "mapping":
            continue
        present = present_names({str(entry.name): entry.node.value for entry in event.node.entries})
        for entry in event.node.entries:
            if entry.name in present:
                entry.former, entry.name = str(entry.name), present[str(entry.name)]
