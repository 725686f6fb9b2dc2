"""Fails unless every example of an OpenAPI document is what its own schema asks for.

python contract_examples.py api/openapi.yaml
"""

import sys

import jsonschema_rs
import yaml


def resolve(document, node):
    while isinstance(node, dict) and "$ref" in node:
        target = document
        for key in node["$ref"].removeprefix("#/").split("/"):
            target = target[key]
        node = target
    return node


def holders(node, path=""):
    """Everything that has a schema with examples beside it: media types and parameters."""
    if isinstance(node, dict):
        if "schema" in node and ("examples" in node or "example" in node):
            yield path, node
        for key, part in node.items():
            yield from holders(part, f"{path}/{key}")
    elif isinstance(node, list):
        for index, part in enumerate(node):
            yield from holders(part, f"{path}/{index}")


def main(path):
    with open(path, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    count = faults = 0
    for place, holder in holders(document):
        examples = [resolve(document, example)["value"] for example in holder.get("examples", {}).values()]
        examples += [holder["example"]] if "example" in holder else []
        schema = {**holder["schema"], "components": document["components"]}
        validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        for example in examples:
            count += 1
            for error in validator.iter_errors(example):
                faults += 1
                print(f"{place}: {error.message}", file=sys.stderr)
    if faults:
        sys.exit(f"{faults} faults in {count} examples of {path}")
    print(f"{count} examples are what their schemas ask for")


main(sys.argv[1])
