"""A spec with every default written out, as YAML of the language itself."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from earlyspec.language.spec import Spec


def resolved_text(specs: Sequence[Spec]) -> str:
    """The specs of a sweep, each a YAML document with its numbers evaluated."""
    documents = []
    for spec in specs:
        data = spec.model_dump(mode="json", exclude_none=True)
        for spent in ("let", "sweep", "profiles"):  # their names are numbers by now
            data.pop(spent, None)
        documents.append(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=88))
    return "---\n".join(documents)
