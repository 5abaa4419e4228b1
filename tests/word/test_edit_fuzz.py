"""Random edit sequences at the level of XML: every word typed comes back in its field, in an addition or in a refusal; none is lost or misplaced."""

from __future__ import annotations

import random
import re

import pytest

from pipeline.merge.fields import merge_fields
from pipeline.story import Clause, Decision, Document, Furniture, Heading, Metadata, Paragraph
from pipeline.word.document import write_docx
from pipeline.word.reading import read_docx
from tests.word import stories
from tests.word.editor import Editor, w
from tests.word.stories import ATT, f, section, t

WORDS = [
    "styrelsen",
    "kansliet",
    "medlemmarna",
    "regionen",
    "kommunerna",
    "förslaget",
    "planen",
    "budgeten",
    "arbetet",
    "projektet",
    "mötet",
    "beslutet",
    "samverkan",
    "industrin",
    "skogen",
    "gruvan",
    "järnvägen",
    "utbildningen",
    "forskningen",
    "kompetensen",
    "omställningen",
    "tillväxten",
]


def story(seed: int = 7) -> Document:
    """Four §§ with headings, running text, clauses between generated words, and generated paragraphs."""
    chance = random.Random(seed)

    def sentence(size: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(size)).capitalize() + "."

    blocks = []
    for number in range(1, 5):
        item = f"item{number}"
        text = f"items.{item}.text"
        prose = [Paragraph(t(f(text, sentence(chance.randint(8, 16)))), text) for _ in range(chance.randint(1, 3))]
        clauses = tuple(
            Clause(t(ATT, " ", f(f"items.{item}.decide.{clause}", sentence(5)[:-1].lower()), " samt" if clause == 1 else "."))
            for clause in (1, 2)
        )
        blocks.append(
            section(number, sentence(3)[:-1], Heading(2, t("Bakgrund")), *prose, Paragraph(t(f"Ordföranden noterar punkt {number} för kännedom.")),
                    Decision("Beslut", clauses, t("Styrelsen beslutar")), item=item)
        )  # fmt: skip
    metadata = Metadata("Protokoll", "Föreningen", "sv", "2023-05-26")
    return Document("minutes", metadata, Furniture("Föreningen", "Styrelsen", "Föreningen · Protokoll"), tuple(blocks))


class Model:
    """What the document should say after each edit: per paragraph its parts [field or '', words]."""

    def __init__(self, editor: Editor, document: Document) -> None:
        self.editor = editor
        self.paragraphs = []
        expected = iter(self.parts(document))
        for paragraph in editor.body.iter(w("p")):
            self.paragraphs.append((paragraph, next(expected)))
        self.typed = 0
        self.loose: set[str] = set()
        self.words: dict[str, str] = {}
        self.gone: set[str] = set()

    def parts(self, document: Document):
        for block in document.blocks:
            yield [[block.heading[0].origin, "".join(part.text for part in block.heading[0].children)]]
            for part in block.blocks:
                if isinstance(part, Decision):
                    yield [["", "Beslut"]]
                    yield [["", "Styrelsen beslutar"]]
                    for clause in part.clauses:
                        _, _, own, tail = clause.children
                        yield [["", "att "], [own.origin, own.children[0].text], ["", tail.text]]
                else:
                    first = part.children[0]
                    yield [[getattr(first, "origin", ""), first.children[0].text if hasattr(first, "children") else first.text]]

    def fresh(self, origin: str) -> str:
        self.typed += 1
        word = f"nyord{self.typed}"
        self.words[word] = origin
        return word

    def prose(self) -> list[int]:
        return [at for at, (_, parts) in enumerate(self.paragraphs) if len(parts) == 1 and parts[0][0].endswith(".text")]


def type_words(model: Model, chance: random.Random) -> None:
    """Put a new word into a field, at its edges too."""
    at = chance.choice([n for n, (_, parts) in enumerate(model.paragraphs) if any(origin for origin, _ in parts)])
    paragraph, parts = model.paragraphs[at]
    part = next(part for part in parts if part[0])
    start = sum(len(words) for _, words in parts[: parts.index(part)])
    gaps = [0, len(part[1]), *(match.start() for match in re.finditer(" ", part[1]))]
    gap = chance.choice(gaps)
    word = model.fresh(part[0])
    typed = f"{word} " if gap == 0 else f" {word}"
    model.editor.insert(paragraph, start + gap, typed, outside=chance.random() < 0.5)
    part[1] = part[1][:gap] + typed + part[1][gap:]


def drop_words(model: Model, chance: random.Random) -> None:
    """Take a word out of the middle of a field."""
    at = chance.choice(
        [n for n, (_, parts) in enumerate(model.paragraphs) if any(origin and words.count(" ") > 2 for origin, words in parts)]
    )
    paragraph, parts = model.paragraphs[at]
    part = next(part for part in parts if part[0])
    start = sum(len(words) for _, words in parts[: parts.index(part)])
    match = chance.choice(list(re.finditer(r" [^ ]+", part[1])))
    model.editor.delete(paragraph, start + match.start(), start + match.end())
    for word in re.findall(r"nyord\d+", match[0]):
        model.gone.add(word)
    part[1] = part[1][: match.start()] + part[1][match.end() :]


def meddle(model: Model, chance: random.Random) -> None:
    """Put a word into generated ones."""
    at = chance.choice([n for n, (_, parts) in enumerate(model.paragraphs) if len(parts) == 1 and not parts[0][0] and " " in parts[0][1]])
    paragraph, parts = model.paragraphs[at]
    gap = parts[0][1].index(" ")
    word = model.fresh("")
    model.editor.insert(paragraph, gap, f" {word}")
    parts[0][1] = parts[0][1][:gap] + f" {word}" + parts[0][1][gap:]


def split(model: Model, chance: random.Random) -> None:
    """Press Enter within running text."""
    at = chance.choice(model.prose())
    paragraph, [[origin, words]] = model.paragraphs[at]
    gaps = [match.start() for match in re.finditer(" ", words)][1:-1]
    if not gaps:
        return
    gap = chance.choice(gaps)
    model.editor.delete(paragraph, gap, gap + 1)
    first = model.editor.split(paragraph, gap)
    model.paragraphs[at : at + 1] = [(first, [[origin, words[:gap]]]), (paragraph, [[origin, words[gap + 1 :]]])]


def join(model: Model, chance: random.Random) -> None:
    """Delete the mark between two paragraphs of one field."""
    pairs = [at for at in model.prose() if at + 1 in model.prose() and model.paragraphs[at][1][0][0] == model.paragraphs[at + 1][1][0][0]]
    if not pairs or model.editor.tracked:
        return
    at = chance.choice(pairs)
    (paragraph, [[origin, one]]), (following, [[_, other]]) = model.paragraphs[at : at + 2]
    model.editor.join(paragraph)
    model.paragraphs[at : at + 2] = [(following, [[origin, one + other]])]


def delete(model: Model, chance: random.Random) -> None:
    """Delete a paragraph of running text."""
    at = chance.choice(model.prose() or [0])
    paragraph, parts = model.paragraphs[at]
    if not parts[0][0].endswith(".text"):
        return
    model.gone |= set(re.findall(r"nyord\d+", parts[0][1]))
    model.editor.delete_paragraph(paragraph)
    del model.paragraphs[at]


def add(model: Model, chance: random.Random) -> None:
    """A new paragraph after running text."""
    at = chance.choice(model.prose() or [0])
    paragraph, parts = model.paragraphs[at]
    if not parts[0][0].endswith(".text"):
        return
    words = f"{chance.choice(WORDS)} {model.fresh(parts[0][0])} {chance.choice(WORDS)}"
    fresh = model.editor.paragraph_after(paragraph, words)
    model.paragraphs.insert(at + 1, (fresh, [[parts[0][0], words]]))


def retype(model: Model, chance: random.Random) -> None:
    """Select all of a paragraph and write something else."""
    at = chance.choice(model.prose() or [0])
    paragraph, parts = model.paragraphs[at]
    if not parts[0][0].endswith(".text"):
        return
    model.gone |= set(re.findall(r"nyord\d+", parts[0][1]))
    size = len(parts[0][1])
    words = f"{model.fresh(parts[0][0])} {chance.choice(WORDS)}"
    model.editor.insert(paragraph, size, words)
    model.editor.delete(paragraph, 0, size)
    parts[0][1] = words


def meddle_beside(model: Model, chance: random.Random) -> None:
    """Put a word before the generated "att" of a clause."""
    at = chance.choice([n for n, (_, parts) in enumerate(model.paragraphs) if len(parts) == 3] or [0])
    paragraph, parts = model.paragraphs[at]
    if len(parts) != 3:
        return
    typed = f"{model.fresh('')} "
    model.editor.insert(paragraph, 0, typed)
    parts[0][1] = typed + parts[0][1]


def drop_generated(model: Model, chance: random.Random) -> None:
    """Take the generated " samt" away."""
    found = [n for n, (_, parts) in enumerate(model.paragraphs) if len(parts) == 3 and parts[2][1] == " samt"]
    if not found:
        return
    paragraph, parts = model.paragraphs[chance.choice(found)]
    start = len(parts[0][1]) + len(parts[1][1])
    model.editor.delete(paragraph, start, start + 5)
    parts[2][1] = ""
    model.loose.add(parts[1][0])


def delete_clause(model: Model, chance: random.Random) -> None:
    """Delete a whole clause."""
    found = [n for n, (_, parts) in enumerate(model.paragraphs) if len(parts) == 3]
    if not found:
        return
    at = chance.choice(found)
    paragraph, parts = model.paragraphs[at]
    if paragraph.getnext() is None or paragraph.getnext().tag != w("p"):
        return
    for _, words in parts:
        model.gone |= set(re.findall(r"nyord\d+", words))
    model.editor.delete_paragraph(paragraph)
    del model.paragraphs[at]


def fidget(model: Model, chance: random.Random) -> None:
    """What Word does without being asked."""
    paragraph, parts = chance.choice(model.paragraphs)
    size = sum(len(words) for _, words in parts)
    if size > 2:
        model.editor.fidget(paragraph, chance.randrange(1, size))


ACTS = (type_words, type_words, type_words, drop_words, drop_words, meddle, split, join, delete, add, retype, meddle_beside, drop_generated,
        delete_clause, fidget, fidget)  # fmt: skip


def saying(markup: str | None) -> list[str]:
    """The paragraphs of a field."""
    return [] if not markup else re.split(r"\n\n", markup)


def play(seed: int, data: bytes, document: Document) -> None:
    chance = random.Random(seed)
    editor = Editor(data, tracked=chance.random() < 0.5)
    model = Model(editor, document)
    for _ in range(chance.randint(1, 8)):
        chance.choice(ACTS)(model, chance)
    stripped = chance.random() < 0.25
    if stripped:
        editor.strip_marks()
    returned = read_docx(editor.save(), f"{seed}.docx")
    exact: dict[str, list[str]] = {}
    for _, parts in model.paragraphs:
        for origin, words in parts:
            if origin:
                exact.setdefault(origin, []).append(words.strip())
    check_words(seed, model, returned, stripped=stripped)
    for origin, field in returned.fields.items():
        if stripped:
            continue
        found = [words for words in saying(field.final) if words]
        meant = [words for words in exact.get(origin, []) if words]
        assert found == meant or origin in model.loose, (seed, origin)
        assert not (editor.tracked and field.untracked), (seed, origin, "the original is not the base")
    merge(chance, returned, seed)


def check_words(seed: int, model: Model, returned, *, stripped: bool) -> None:
    """Every word typed stands in its own field, or is named elsewhere where that is all that can be known; none that was deleted stands anywhere."""
    everywhere = "\n".join([*(one.text for one in returned.additions), *(one.now for one in returned.refusals)])
    for word, origin in model.words.items():
        inside = [name for name, field in returned.fields.items() if re.search(rf"{word}(?!\d)", field.final or "")]
        told = re.search(rf"{word}(?!\d)", everywhere) is not None
        if word in model.gone:
            assert not inside, (seed, word, "was deleted again")
        elif not origin:
            assert told, (seed, word, "typed into generated words")
            assert not inside, (seed, word, inside)
        elif stripped or origin in model.loose:
            assert inside == [origin] or (not inside and told), (seed, word, origin, inside)
        else:
            assert inside == [origin], (seed, word, origin, inside)


def merge(chance: random.Random, returned, seed: int) -> None:
    """Somebody changed the record meanwhile: merged to the word, or a conflict with all three sides."""
    base = {origin: field.base for origin, field in returned.fields.items()}
    theirs = {origin: field.final for origin, field in returned.fields.items()}
    ours = dict(base)
    for origin in chance.sample(sorted(base), 4):
        words = base[origin].split(" ")
        words[chance.randrange(len(words))] = f"vårt{chance.randrange(1000)}"
        ours[origin] = " ".join(words)
    for one in merge_fields(base, theirs, ours):
        assert (one.base, one.theirs, one.ours) == (base[one.origin], theirs[one.origin], ours[one.origin])
        if one.outcome == "conflict":
            assert one.theirs != one.base != one.ours
            continue
        for side in (one.theirs or "", one.ours or ""):
            new = set(re.findall(r"nyord\d+|vårt\d+", side))
            assert new <= set(re.findall(r"nyord\d+|vårt\d+", one.value or "")), (seed, one)


@pytest.fixture(scope="module")
def written(look):
    document = story()
    return write_docx(document, look.__class__(**{**look.__dict__, "embed_fonts": False}), base=stories.base_of(document)).data


def test_eighty_sequences_of_edits(written):
    document = story()
    for seed in range(80):
        play(seed, written, document)


@pytest.mark.heavy
@pytest.mark.no_cover
def test_a_thousand_sequences_of_edits(written):
    document = story()
    for seed in range(1_000, 2_000):
        play(seed, written, document)
