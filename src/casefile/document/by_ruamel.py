"""Plain data as block text, by ruamel.yaml: one field a line, nothing folded, quoted by the scalar law."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any, ClassVar

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import SafeRepresenter

from casefile.document.scalars import is_literal, is_plain

ENDLESS = 2**30
"""A width that no line reaches: prose and addresses are never folded."""


def emit(data: object) -> str:
    """Return plain data as canonical block text with a line end, its keys in the order they have.

    The items of a list at the top are indented by two blanks, as they are everywhere.
    """
    yaml = YAML(typ="safe", pure=True)
    yaml.Representer = _Representer
    yaml.default_flow_style = False
    yaml.allow_unicode = True
    yaml.width = ENDLESS
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(data, out)
    return out.getvalue()


class _Representer(SafeRepresenter):
    """Chooses how each value is written; its table is its own, ruamel's stay as they are."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - ruamel's signature
        """Write everything out: a record holds no aliases."""
        return True

    def text(self, data: str) -> ScalarNode:
        """Write a text: plain where every reader takes it so, over several lines as a literal block."""
        style = "" if is_plain(data) else "|" if is_literal(data) else '"'
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)

    yaml_representers: ClassVar[dict[type | None, Callable[..., Any]]] = {  # type: ignore[misc]
        str: text,
        int: SafeRepresenter.represent_int,
        bool: SafeRepresenter.represent_bool,
        type(None): SafeRepresenter.represent_none,
        list: SafeRepresenter.represent_list,
        dict: SafeRepresenter.represent_dict,
    }
