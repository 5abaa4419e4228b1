"""Whatever field of a newsletter holds a word longer than a column, a flood of words or none: whole pages, every word on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any

import pytest

from pipeline import story
from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.screen import write_screen
from pipeline.preflight.aloud import differences
from tests.pdf.samples import FOLDERS, laid_out
from tests.pdf.sheets import faults

KEPT = frozenset({"origin", "anchor", "address", "qr_address", "file", "language", "role", "align", "alt", "front", "span", "day", "month"})
"""Fields that hold no free words."""
WORDS = {"a long word": "Realisationsvinstbeskattningsutredningsbetänkande" * 3, "many words": ("ord " * 60).strip(), "none": ""}

Put = Callable[[str], Any]


def places(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Put]]:
    """Every field of words below a node, with the way to make the node anew with others in it."""
    match node:
        case str():
            yield path, lambda words: words
        case tuple():
            for at, part in enumerate(node):
                for where, put in places(part, path):
                    yield where, partial(_put_at, node, at, put)
        case story.Image():
            pass
        case _ if is_dataclass(node):
            for field in fields(node):
                words_alone = isinstance(node, story.Colophon) and field.name == "vignette"
                if field.name not in KEPT and not words_alone:
                    for where, put in places(getattr(node, field.name), (*path, f"{type(node).__name__}.{field.name}")):
                        yield where, partial(_put_in, node, field.name, put)


def _put_at(node: tuple[Any, ...], at: int, put: Put, words: str) -> tuple[Any, ...]:
    return (*node[:at], put(words), *node[at + 1 :])


def _put_in(node: Any, name: str, put: Put, words: str) -> Any:
    return replace(node, **{name: put(words)})


@pytest.mark.heavy
@pytest.mark.no_cover
@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("folder", FOLDERS)
def test_any_field_may_hold_any_number_of_words(folder, kind):
    document, look, _ = laid_out(f"{folder} newsletter")
    found = dict(reversed(list(places(document.blocks))))  # the first of each kind of field
    assert len(found) > 30
    for where, put in found.items():
        changed = replace(document, blocks=put(WORDS[kind]))
        layout = layout_newsletter(changed, look)
        assert faults(layout) == [], where
        assert differences(write_screen(changed, layout.pages, look), changed, layout.pages.left_out) == [], where
