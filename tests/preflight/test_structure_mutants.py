"""Files broken on purpose, one way each: what a validator misses the walker or the reading aloud must catch, and every one is caught."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import partial

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from pipeline.pdf.screen import write_screen
from pipeline.preflight.aloud import differences
from pipeline.preflight.structure import artifact_words, check_structure
from pipeline.preflight.tagged import Node, read_tagged
from tests.pdf import handmade, stories
from tests.pdf.reading import failures

DOCUMENT = stories.newsletter()
FURNITURE = {"Bergslaget · Nr 2 2023", "1 (3)", "2 (3)", "3 (3)"}
Mutation = Callable[[pikepdf.Pdf, Callable[..., Node]], None]


@pytest.fixture(scope="module")
def sound(look):
    return write_screen(DOCUMENT, handmade.pages(DOCUMENT, look), look)


def caught(data: bytes) -> list[str]:
    """What the own readers find: structure, words, artifacts."""
    strangers = [f"passed over: {words}" for _, _, words in artifact_words(data) if words not in FURNITURE]
    return [*check_structure(data), *differences(data, DOCUMENT), *strangers]


def mutated(sound: bytes, mutation: Mutation) -> bytes:
    read = read_tagged(sound)
    nodes = list(read.nodes())

    def find(tag: str, which: int = 0, **entries: str) -> Node:
        found = [node for node in nodes if node.tag == tag and all(str(node.get(f"/{key}")) == value for key, value in entries.items())]
        return found[which]

    mutation(read.pdf, find)
    out = io.BytesIO()
    read.pdf.save(out, deterministic_id=True)
    return out.getvalue()


def content(pdf: pikepdf.Pdf, page: int, change: Callable[[bytes], bytes]) -> None:
    stream = pdf.pages[page].Contents
    before = stream.read_bytes()
    after = change(before)
    assert before != after, "the mutation found nothing to change"
    stream.write(after)


def fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [pdf.pages[0].Resources.Font[key] for key in pdf.pages[0].Resources.Font]


def meanings(pdf: pikepdf.Pdf, change: Callable[[bytes], bytes]) -> None:
    changed = False
    for font in fonts(pdf):
        before = font.ToUnicode.read_bytes()
        after = change(before)
        changed |= before != after
        font.ToUnicode.write(after)
    assert changed, "the mutation found nothing to change"


def parents(pdf: pikepdf.Pdf) -> Array:
    return pdf.Root.StructTreeRoot.ParentTree.Nums


def swap_parents(pdf, find):
    row = parents(pdf)[1]
    row[0], row[-1] = row[-1], row[0]


def swap_annotation_parents(pdf, find):
    numbers = parents(pdf)
    numbers[7], numbers[11] = numbers[11], numbers[7]


def shorten_parents(pdf, find):
    parents(pdf)[1] = Array(list(parents(pdf)[1])[:-1])


def paragraph_as_artifact(pdf, find):
    node = find("P", 1)
    (_, mcid), *_ = [kid for kid in node.kids if isinstance(kid, tuple)]
    content(pdf, 0, lambda data: data.replace(b"/P<</MCID %d>>BDC" % mcid, b"/Artifact<</Type/Layout>>BDC"))
    del node.obj.K


def sentence_painted_as_artifact_beside(pdf, find):
    font = next(iter(pdf.pages[0].Resources.Font))[1:].encode()
    content(pdf, 0, lambda data: data + b"\n/Artifact<</Type/Layout>>BDC BT /%s 9 Tf (\0\1\0\2)Tj ET EMC" % font)


def no_alternative(pdf, find):
    del find("Figure").obj.Alt


def empty_alternative(pdf, find):
    find("Figure").obj.Alt = String(" ")


def no_box(pdf, find):
    del find("Figure").obj.A


def box_off_the_page(pdf, find):
    find("Figure").obj.A.BBox = Array([1000, 1000, 1100, 1100])


def content_that_is_not_there(pdf, find):
    find("H1").obj.K = 4711


def content_used_twice(pdf, find):
    find("H2").obj.K = find("H1").obj.K


def element_listed_twice(pdf, find):
    document = find("Document").obj
    document.K.append(document.K[0])


def order_of_two_blocks(pdf, find):
    kids = find("Art").obj.K
    kids[0], kids[1] = kids[1], kids[0]


def order_of_list_items(pdf, find):
    kids = find("L").obj.K
    kids[0], kids[1] = kids[1], kids[0]


def no_meanings(pdf, find):
    del fonts(pdf)[0].ToUnicode


def private_meaning(pdf, find):
    meanings(pdf, lambda data: data.replace(b"<0066>", b"<E001>"))


def ligature_as_one_character(pdf, find):
    meanings(pdf, lambda data: data.replace(b"<00660069>", b"<FB01>"))


def hyphenation_as_a_hyphen(pdf, find):
    meanings(pdf, lambda data: data.replace(b"<00AD>", b"<002D>"))


def spaces_that_read_as_nothing(pdf, find):
    meanings(pdf, lambda data: data.replace(b"<0020>", b"<200B>"))


def one_letter_wrong(pdf, find):
    meanings(pdf, lambda data: data.replace(b"<00F6>", b"<006F>"))


def no_language(pdf, find):
    del pdf.Root.Lang


def not_marked(pdf, find):
    del pdf.Root.MarkInfo


def title_not_shown(pdf, find):
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def no_tab_order(pdf, find):
    del pdf.pages[1].obj.Tabs


def page_without_parents(pdf, find):
    del pdf.pages[1].obj.StructParents


def pages_with_the_same_parents(pdf, find):
    pdf.pages[1].obj.StructParents = 0


def link_without_words(pdf, find):
    pdf.pages[0].Annots[0].Contents = String("")


def link_to_nowhere(pdf, find):
    annotation = pdf.pages[0].Annots[-1]
    del annotation.A


def link_off_its_element(pdf, find):
    obj = find("Link").obj
    obj.K = Array([kid for kid in obj.K if not isinstance(kid, Dictionary)])


def annotation_off_its_page(pdf, find):
    pdf.pages[0].Annots = Array(list(pdf.pages[0].Annots)[1:])


def annotation_leads_to_another_parent(pdf, find):
    pdf.pages[0].Annots[0].StructParent = 0


def empty_element(pdf, find):
    parent = find("Art").obj
    parent.K.append(pdf.make_indirect(Dictionary(S=Name.P, P=parent)))


def skipped_level(pdf, find):
    node = find("H3")
    node.obj.S = Name.H5
    retag(pdf, node, b"H3", b"H5")


def no_title_heading(pdf, find):
    node = find("H1")
    node.obj.S = Name.P
    retag(pdf, node, b"H1", b"P")


def retag(pdf, node, old, new):
    for page, mcid in (kid for kid in node.kids if isinstance(kid, tuple)):
        content(pdf, page, lambda data, mcid=mcid: data.replace(b"/%s<</MCID %d>>BDC" % (old, mcid), b"/%s<</MCID %d>>BDC" % (new, mcid)))


def head_without_scope(pdf, find):
    del find("TH").obj.A


def row_without_a_cell(pdf, find):
    row = find("TR", 2).obj
    row.K = Array(list(row.K)[:1])


def list_item_in_no_list(pdf, find):
    find("L").obj.S = Name.Div


def cell_in_no_row(pdf, find):
    find("TR", 1).obj.S = Name.Div


def mark_that_says_another_tag(pdf, find):
    content(pdf, 0, lambda data: re.sub(rb"/P(<</MCID \d+>>BDC)", rb"/H1\1", data, count=1))


def painting_outside(pdf, find):
    content(pdf, 0, lambda data: data + b"\n0 0 10 10 re f")


def mark_across_text(pdf, find):
    content(pdf, 0, lambda data: data.replace(b"EMC\nET", b"ET\nEMC", 1))


def mark_never_closed(pdf, find):
    content(pdf, 0, lambda data: data[: data.rindex(b"EMC")])


def mark_within_a_mark(pdf, find):
    content(pdf, 0, lambda data: data.replace(b"Tj\n", b"Tj\n/Artifact<</Type/Layout>>BDC EMC\n", 1))


def same_number_twice(pdf, find):
    content(pdf, 0, lambda data: data.replace(b"<</MCID 1>>", b"<</MCID 0>>", 1))


def unknown_artifact(pdf, find):
    content(pdf, 0, lambda data: data.replace(b"/Type/Pagination/Subtype/Header", b"/Type/Decoration", 1))


def note_without_identifier(pdf, find):
    del find("Note").obj.ID


def identifiers_astray(pdf, find):
    pdf.Root.StructTreeRoot.IDTree.Names[1] = find("H1").obj


def wrong_parent(pdf, find):
    find("H1").obj.P = find("Art").obj


def no_outline(pdf, find):
    del pdf.Root.Outlines


def no_page_labels(pdf, find):
    del pdf.Root.PageLabels


def no_tree(pdf, find):
    del pdf.Root.StructTreeRoot


OWN = [
    swap_parents, swap_annotation_parents, shorten_parents, paragraph_as_artifact, sentence_painted_as_artifact_beside, no_alternative,
    empty_alternative, no_box, box_off_the_page, content_that_is_not_there, content_used_twice, element_listed_twice, order_of_two_blocks,
    order_of_list_items, no_meanings, private_meaning, ligature_as_one_character, hyphenation_as_a_hyphen, spaces_that_read_as_nothing,
    one_letter_wrong, no_language, not_marked, title_not_shown, no_tab_order, page_without_parents, pages_with_the_same_parents,
    link_without_words, link_to_nowhere, link_off_its_element, annotation_off_its_page, annotation_leads_to_another_parent, empty_element,
    skipped_level, no_title_heading, head_without_scope, row_without_a_cell, list_item_in_no_list, cell_in_no_row,
    mark_that_says_another_tag, painting_outside, mark_across_text, mark_never_closed, mark_within_a_mark, same_number_twice,
    unknown_artifact, note_without_identifier, identifiers_astray, wrong_parent, no_outline, no_page_labels, no_tree,
]  # fmt: skip


def test_the_sound_file_raises_nothing(sound):
    assert caught(sound) == []
    assert caught(mutated(sound, lambda *_: None)) == []


@pytest.mark.parametrize("mutation", OWN, ids=lambda mutation: mutation.__name__)
def test_the_own_readers_catch_it(sound, mutation):
    assert caught(mutated(sound, mutation))


def no_identification(standard, pdf, find):
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(re.sub(rb"<%s:part>\d</%s:part>" % (standard, standard), b"", packet))


def no_output_intent(pdf, find):
    del pdf.Root.OutputIntents


def face_not_embedded(pdf, find):
    del fonts(pdf)[0].DescendantFonts[0].FontDescriptor.FontFile2


def wrong_widths(pdf, find):
    font = fonts(pdf)[0].DescendantFonts[0]
    font.W = Array([1, Array([int(width) + 40 for width in font.W[1]])])


def colour_in_cmyk(pdf, find):
    content(pdf, 0, lambda data: data.replace(b" rg", b" 0 k", 1))


def script(pdf, find):
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


@pytest.mark.parametrize(
    ("mutation", "profile"),
    [
        (partial(no_identification, b"pdfaid"), "2a"),
        (partial(no_identification, b"pdfuaid"), "ua1"),
        (no_output_intent, "2a"),
        (face_not_embedded, "2a"),
        (wrong_widths, "2a"),
        (colour_in_cmyk, "2a"),
        (script, "2a"),
    ],
    ids=["no PDF/A", "no PDF/UA", "no output intent", "face not embedded", "wrong widths", "CMYK", "script"],
)
def test_the_validator_catches_it(sound, mutation, profile):
    assert failures(mutated(sound, mutation), profile)
