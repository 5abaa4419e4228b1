"""The schemas that editors use: fresh, complete in two languages, and of one mind with the reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from pipeline.problems import Report
from pipeline.records.schemas import FILES as MODELS
from pipeline.records.schemas import make_schemas
from pipeline.yamlfile import read_yaml
from tests.records.small_source import BRAND, MEETING, MEMBERS, ORGANISATION

SCHEMAS = {name: json.loads(data) for name, data in make_schemas().items()}


def errors(name: str, text: str) -> list[str]:
    file = read_yaml(text.encode(), name, Report())
    assert file is not None
    return [error.message for error in jsonschema.Draft202012Validator(SCHEMAS[name]).iter_errors(file.value)]


def test_the_written_schemas_are_fresh(root: Path) -> None:
    folder = root / "source" / "schema"
    assert {path.name: path.read_bytes() for path in folder.glob("*.json")} == make_schemas(), "run: invoke schema"


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_each_is_a_schema_of_its_dialect(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize(
    ("name", "text"),
    [("meeting.json", MEETING), ("organisation.json", ORGANISATION), ("members.json", MEMBERS), ("brand.json", BRAND)],
)
def test_what_the_reader_takes_the_schemas_take(name: str, text: str) -> None:
    assert errors(name, text) == []


def test_the_real_sources_fit_their_schemas(root: Path) -> None:
    folders = [root / "source", *(path.parent for path in sorted((root / "tests" / "cases").glob("*/organisation.yaml")))]
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml")):
            schema = f"{path.stem}.json"
            assert errors(schema, path.read_text(encoding="utf-8-sig")) == [], path


SHORT = """
days: 2023-05-22 13.00-17.00, 18.00-19.00
items:
  - opening
  - previous: 1/2023
  - other: Inget.
  - {reports: {text: Kansliet rapporterade.}}
  - {standard: closing, dnr: 12}
  - id: plan
    heading: 2024
    conflict: sub-2 for member-4
    decide: filed
  - id: fees
    heading: Avgift
    decide:
      - höja avgiften
      - {att: skicka, by: 2023-09-01}
      - {standard: postpone, to: 3/2023}
    dnr:
talks:
  region: {speaker: A, title: 12, figures: 6 mkr, text: texts/region.md}
documents: {a.pdf: Titel, b: {title: B, address: https://b.example}}
newsletter: {issue: 1, date: 2023-06-08, lead: {id: l, kicker: K, headline: H}, figures: [bro.budget, {value: 29, label: x}], decisions: plan}
"""


def test_every_short_form_is_taken() -> None:
    head = "format: 1\nmeeting: annual 2023\nplace: Falun\nattendance: {present: member-1, late: member-5 at plan 13.40, serving: sub-2 for vacant from plan}\n"
    assert errors("meeting.json", head + SHORT) == []


def test_a_lone_article_may_have_its_fields_beside_the_newsletters() -> None:
    lone = (
        MEETING[: MEETING.index("newsletter:")]
        + "newsletter: {issue: 2, date: 2023-06-08, headline: Ny kraft, ingress: texts/ingress.md}\n"
    )
    assert errors("meeting.json", lone) == []
    assert errors("meeting.json", lone.replace("headline: Ny kraft, ", ""))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: unadjusted", "status: klar"),
        ("status: unadjusted", "staus: draft"),
        ("board 2/2023", "board två"),
        ("  - opening", "  - opning"),
        ("sub-1 for member-3", "sub-1 instead"),
        ("issue: 1", "issue: ett"),
        ("place: Örebro\n", ""),
        ("kicker: Möte", "kicker: Ett möte som var mycket långt"),
    ],
)
def test_what_the_reader_refuses_the_schemas_mark(old: str, new: str) -> None:
    assert MEETING.count(old) == 1
    assert errors("meeting.json", MEETING.replace(old, new))


def properties(schema: object, path: str = "") -> Iterator[tuple[str, dict]]:
    if isinstance(schema, dict):
        for name, body in schema.get("properties", {}).items():
            if isinstance(body, dict):
                yield f"{path}.{name}", body
        for key, part in schema.items():
            yield from properties(part, f"{path}.{key}")
    elif isinstance(schema, list):
        for part in schema:
            yield from properties(part, path)


def test_every_field_is_described_in_both_languages() -> None:
    for name, model in MODELS.items():
        described = [body.get("description", "") for path, body in properties(SCHEMAS[name]) if ".anyOf.properties" not in path]
        assert described, model
        for path, body in properties(SCHEMAS[name]):
            if ".Item.anyOf." in path and "description" not in body:
                continue  # a standard item's word as a key
            english, _, swedish = body.get("description", "").partition(" / ")
            assert english, f"{name}{path}"
            assert swedish, f"{name}{path}"
