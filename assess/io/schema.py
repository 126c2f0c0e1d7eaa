"""The JSON Schema of case files, generated from the models and shipped as a file.

`python -m assess.io.schema` writes the file anew; a test holds it to the models.
"""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

_NAME = "assess-1.schema.json"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the format `assess/1`.

    Editors that know it complete and check a case file while it is typed.

    Returns
    -------
    dict

    Examples
    --------
    >>> json_schema()["$schema"]
    'https://json-schema.org/draft/2020-12/schema'
    """
    text = resources.files("assess.io").joinpath("schemas", _NAME).read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def generated() -> dict[str, Any]:
    """Return the schema as the models give it now."""
    from assess.case.model import FORMAT, Case

    schema = _open_choices(Case.model_json_schema(by_alias=True, mode="validation"))
    schema["required"] = ["format", *schema.get("required", [])]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:evidence-assess:{FORMAT}",
        **schema,
        "title": "A case to be weighed",
    }


def _open_choices(node: Any) -> Any:
    """The same schema with `anyOf` for `oneOf`: what fits two forms is no mistake."""
    if isinstance(node, dict):
        return {("anyOf" if k == "oneOf" else k): _open_choices(v) for k, v in node.items()}
    return [_open_choices(v) for v in node] if isinstance(node, list) else node


def as_text(schema: dict[str, Any]) -> str:
    """Return a schema as it is shipped and printed."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("schemas").joinpath(_NAME).write_text(as_text(generated()), "utf-8")
