"""Somebody who edits a Word file, at the level of XML and with Word's habits: runs split anywhere, proofing marks, renumbered ids."""

from __future__ import annotations

import copy
import io
from zipfile import ZipFile

from lxml import etree

from pipeline.word.names import W
from tests.word.schemas import parts


def w(name: str) -> str:
    return f"{{{W}}}{name}"


class Editor:
    """The document of a file, edited; offsets count the characters that stand finally, ``tracked`` leaves Word's revision marks."""

    def __init__(self, data: bytes, *, tracked: bool = True, author: str = "Ledamot 3", date: str = "2023-06-01T10:00:00Z") -> None:
        self.content = parts(data)
        self.root = etree.fromstring(self.content["word/document.xml"])
        self.body = self.root[0]
        self.tracked, self.author, self.date = tracked, author, date
        self.count = 10_000

    # ── looking ──

    def paragraphs(self) -> list[etree._Element]:
        return list(self.body.iter(w("p")))

    def runs(self, paragraph) -> list[etree._Element]:
        """Runs with text that stand finally."""
        return [run for run in paragraph.iter(w("r")) if run.find(w("t")) is not None and next(run.iterancestors(w("del")), None) is None]

    def text(self, paragraph) -> str:
        return "".join(part.text or "" for run in self.runs(paragraph) for part in run.iter(w("t")))

    def find(self, words: str) -> tuple[etree._Element, int]:
        for paragraph in self.paragraphs():
            at = self.text(paragraph).find(words)
            if at >= 0:
                return paragraph, at
        raise AssertionError(f"nothing says {words}")

    # ── typing ──

    def replace(self, old: str, new: str) -> None:
        paragraph, at = self.find(old)
        self.insert(paragraph, at + len(old), new)
        self.delete(paragraph, at, at + len(old))

    def insert(self, paragraph, at: int, words: str, *, outside: bool = False) -> None:
        """Type at an offset; ``outside`` falls outside a bookmark that begins or ends there."""
        if not words:
            return
        before, after = self._cut(paragraph, at)
        neighbour = before if before is not None else after
        run = etree.Element(w("r"), {w("rsidR"): "00A77B3C"})
        if neighbour is not None and neighbour.find(w("rPr")) is not None:
            run.append(copy.deepcopy(neighbour.find(w("rPr"))))
        part = etree.SubElement(run, w("t"))
        part.text = words
        part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        wrapped = self._revision("ins", run) if self.tracked and (neighbour is None or neighbour.getparent().tag != w("ins")) else run
        if before is not None:
            place = before if wrapped is run or before.getparent().tag != w("ins") else before.getparent()
            place.addnext(wrapped)
            if outside:
                self._past(wrapped, "bookmarkEnd")
        elif after is not None:
            place = after if wrapped is run or after.getparent().tag != w("ins") else after.getparent()
            place.addprevious(wrapped)
            if outside:
                while wrapped.getprevious() is not None and wrapped.getprevious().tag == w("bookmarkStart"):
                    wrapped.getprevious().addprevious(wrapped)
        else:
            paragraph.append(wrapped)

    def _past(self, element, tag: str) -> None:
        while element.getnext() is not None and element.getnext().tag == w(tag):
            element.getnext().addnext(element)

    def delete(self, paragraph, start: int, end: int) -> None:
        if start >= end:
            return
        self._cut(paragraph, start)
        self._cut(paragraph, end)
        at = 0
        for run in self.runs(paragraph):
            size = len("".join(part.text or "" for part in run.iter(w("t"))))
            if start <= at and at + size <= end:
                self._delete_run(run)
            at += size

    def _delete_run(self, run) -> None:
        if not self.tracked or run.getparent().tag == w("ins"):
            parent = run.getparent()
            parent.remove(run)
            if parent.tag == w("ins") and len(parent) == 0:
                parent.getparent().remove(parent)
            return
        for part in run.iter(w("t")):
            part.tag = w("delText")
        gone = self._revision("del")
        run.addprevious(gone)
        gone.append(run)

    def _revision(self, tag: str, *children) -> etree._Element:
        self.count += 1
        element = etree.Element(w(tag), {w("id"): str(self.count), w("author"): self.author, w("date"): self.date})
        element.extend(children)
        return element

    def _cut(self, paragraph, at: int) -> tuple[etree._Element | None, etree._Element | None]:
        """The runs before and after an offset, one cut in two where it lies within."""
        before, place = None, 0
        for run in self.runs(paragraph):
            size = len("".join(part.text or "" for part in run.iter(w("t"))))
            if place + size <= at:
                before, place = run, place + size
                continue
            if place == at:
                return before, run
            return self._halve(run, at - place)
        return before, None

    def _halve(self, run, at: int) -> tuple[etree._Element, etree._Element]:
        """A run as two; Word does so wherever it likes."""
        text = "".join(part.text or "" for part in run.iter(w("t")))
        later = copy.deepcopy(run)
        for half, words in ((run, text[:at]), (later, text[at:])):
            kept = False
            for part in list(half.iter(w("t"))):
                if kept:
                    half.remove(part)
                part.text, kept = words, True
                part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.addnext(later)
        return run, later

    # ── paragraphs ──

    def mark(self, paragraph, tag: str) -> None:
        """Track a paragraph's mark."""
        properties = paragraph.find(w("pPr"))
        holder = properties.find(w("rPr"))
        if holder is None:
            holder = etree.SubElement(properties, w("rPr"))
        if tag == "del" and holder.find(w("ins")) is not None:
            # One's own new mark is simply gone.
            following = paragraph.getnext()
            for child in reversed([child for child in paragraph if child.tag != w("pPr")]):
                following.insert(1, child)
            paragraph.getparent().remove(paragraph)
            return
        holder.insert(0, self._revision(tag))

    def split(self, paragraph, at: int) -> etree._Element:
        """Press Enter; the first half is the new paragraph, as in Word."""
        before, _ = self._cut(paragraph, at)
        first = etree.Element(w("p"))
        first.append(copy.deepcopy(paragraph.find(w("pPr"))))
        holder = first.find(f"{w('pPr')}/{w('rPr')}")
        if holder is not None:
            holder.getparent().remove(holder)
        for child in list(paragraph):
            if child.tag == w("pPr"):
                continue
            if before is None:
                break
            first.append(child)
            if child is before or before in list(child.iter()):
                break
        paragraph.addprevious(first)
        if self.tracked:
            self.mark(first, "ins")
        return first

    def join(self, paragraph) -> None:
        """Delete the mark between a paragraph and the next."""
        following = paragraph.getnext()
        if self.tracked:
            self.mark(paragraph, "del")
            return
        anchor = following.find(w("pPr"))
        for child in [child for child in paragraph if child.tag != w("pPr")]:
            anchor.addnext(child)
            anchor = child
        paragraph.getparent().remove(paragraph)

    def delete_paragraph(self, paragraph) -> None:
        if not self.tracked:
            for mark in [*paragraph.iter(w("bookmarkStart")), *paragraph.iter(w("bookmarkEnd"))]:
                paragraph.getnext().insert(1, mark)  # Word lets a bookmark fall on what follows
            paragraph.getparent().remove(paragraph)
            return
        self.delete(paragraph, 0, len(self.text(paragraph)))
        self.mark(paragraph, "del")

    def paragraph_after(self, paragraph, words: str) -> etree._Element:
        """A new paragraph in the same style."""
        fresh = etree.Element(w("p"))
        fresh.append(copy.deepcopy(paragraph.find(w("pPr"))))
        holder = fresh.find(f"{w('pPr')}/{w('rPr')}")
        if holder is not None:
            holder.getparent().remove(holder)
        paragraph.addnext(fresh)
        self.insert(fresh, 0, words)
        if self.tracked:
            # Enter at a paragraph's end makes its own mark the new one.
            self.mark(fresh, "ins")
        return fresh

    # ── habits ──

    def fidget(self, paragraph, at: int) -> None:
        """Cut a run and put a proofing mark between, as Word does without being asked."""
        if next(paragraph.iter(w("tab"), w("fldChar")), None) is not None:
            return
        before, _ = self._cut(paragraph, at)
        if before is not None:
            before.addnext(etree.Element(w("proofErr"), {w("type"): "spellStart"}))

    def strip_marks(self) -> None:
        for tag in ("bookmarkStart", "bookmarkEnd"):
            for mark in list(self.root.iter(w(tag))):
                mark.getparent().remove(mark)

    def strip_record(self) -> None:
        """Take custom parts away, as some programs do."""
        for name in [name for name in self.content if name.startswith("customXml")]:
            del self.content[name]
        relations = etree.fromstring(self.content["word/_rels/document.xml.rels"])
        for link in [link for link in relations if "customXml" in link.get("Target")]:
            relations.remove(link)
        self.content["word/_rels/document.xml.rels"] = etree.tostring(relations)

    def save(self) -> bytes:
        self.content["word/document.xml"] = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        stream = io.BytesIO()
        with ZipFile(stream, "w") as archive:
            for name, data in self.content.items():
                archive.writestr(name, data)
        return stream.getvalue()
