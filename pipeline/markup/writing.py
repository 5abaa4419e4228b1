"""The story's inlines and blocks back to markup; what is written is read again to prove it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from pipeline.markup.parsing import parse_phrase
from pipeline.story import (
    Block,
    Emphasis,
    Field,
    Foreign,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Link,
    List,
    NoteMark,
    Paragraph,
    Quotation,
    Reference,
    Strong,
    Text,
    plain,
)

_SOFT = re.compile(r"\\(?=[!-/:-@\[-`{-~\n]|$)|[*`\[\]]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=[#\w])|!(?=$)|\^(?=$|\[)")
"""Characters that could mean something where they stand."""
_SIGNS = re.compile(r"[\\*`\[\]_<&!^]")
"""One of which stands in all that ``_SOFT`` finds."""
_BREAK = re.compile(r"[ \t]*[\r\n]+[ \t]*")
_HARD = re.compile(r"[!-/:-@\[-`{-~]")
_LEADING = re.compile(r"^(?:[-+*](?=\s|$)|#{1,6}(?=\s|$)|>|[=-]+\s*$|~~~|\|)")
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def write_phrase(inlines: Inlines) -> str:
    """Markup that reads as ``normal(inlines)``; where CommonMark cannot say it (bold inside a word beside a sign), bold or italic gives way, never words."""
    wanted = normal(inlines)
    written = _proved(wanted)
    if written is not None:
        return written
    for index, inline in enumerate(wanted):
        if not isinstance(inline, Text | LineBreak):
            written = _proved(normal((*wanted[:index], *_calmed((inline,)), *wanted[index + 1 :])))
            if written is not None:
                return written
    calmed = normal(_calmed(wanted))
    return write_phrase(calmed) if calmed != wanted else _written(wanted, "*", _HARD)


def _proved(wanted: Inlines) -> str | None:
    """Markup that reads as just this, with as few backslashes as will do; None where there is none."""
    for italic in ("*", "_", "*_"):
        for special in (_SOFT, _HARD):
            written = _written(wanted, italic, special)
            if parse_phrase(written) == wanted:
                return written
    return None


def _calmed(inlines: Inlines) -> Inlines:
    """One level of bold and italic less."""
    done: list[Inline] = []
    for inline in inlines:
        match inline:
            case Strong(children) | Emphasis(children):
                done.extend(children)
            case Link() | Foreign():
                done.append(
                    Text(plain(inline.children)) if not _styled(inline.children) else replace(inline, children=_calmed(inline.children))
                )
            case NoteMark(note):
                done.append(NoteMark(tuple(replace(paragraph, children=_calmed(paragraph.children)) for paragraph in note)))
            case _:
                done.append(inline)
    return tuple(done)


def _styled(inlines: Inlines) -> bool:
    return any(not isinstance(inline, Text | LineBreak) for inline in inlines)


def normal(inlines: Inlines) -> Inlines:
    """The same words in the form that parsing gives: texts joined, spaces outside bold and italic, nothing empty, fields and references opened."""
    return _trimmed(_merged(_opened(inlines)))


def _opened(inlines: Iterable[Inline]) -> list[Inline]:
    done: list[Inline] = []
    for inline in inlines:
        match inline:
            case Field(children) | Reference(children):
                done.extend(_opened(children))
            case Text(words):
                done.append(Text(_BREAK.sub(" ", words)) if "\n" in words or "\r" in words else inline)
            case Strong(children) | Emphasis(children):
                done.extend(_spaces_out(inline, _merged(_opened(children))))
            case Link() | Foreign():
                done.extend(_spaces_out(inline, _merged(_opened(inline.children))))
            case NoteMark(note):
                inner = _trimmed(_merged(_opened(part for paragraph in note for part in (*paragraph.children, Text(" ")))))
                done += [NoteMark((Paragraph(inner),))] if inner else []
            case _:
                done.append(inline)
    return done


def _spaces_out(inline: Strong | Emphasis | Link | Foreign, children: Inlines) -> list[Inline]:
    """The inline around its children with the spaces at its edges outside; an inline of spaces alone is those spaces."""
    same = type(inline) if isinstance(inline, Strong | Emphasis) else None
    flat = [part for child in children for part in (child.children if same is not None and isinstance(child, same) else (child,))]
    before, inner, after = _edges(_around_breaks(_merged(flat)))
    return [*before, *([replace(inline, children=inner)] if inner else []), *after]


def _edges(inlines: Inlines) -> tuple[list[Inline], Inlines, list[Inline]]:
    """Spaces and line breaks before, what stands between, spaces and line breaks after."""
    inner = list(inlines)
    before: list[Inline] = []
    after: list[Inline] = []
    for edge, position in ((before, 0), (after, -1)):
        while inner:
            end = inner[position]
            if isinstance(end, LineBreak):
                edge.append(inner.pop(position))
                continue
            if not isinstance(end, Text):
                break
            bare = end.text.lstrip(" \t\u00a0") if position == 0 else end.text.rstrip(" \t\u00a0")
            if bare == end.text:
                break
            edge.append(Text(end.text[: len(end.text) - len(bare)] if position == 0 else end.text[len(bare) :]))
            if bare:
                inner[position] = Text(bare)
                break
            inner.pop(position)
    return before, tuple(inner), after[::-1]


def _merged(inlines: Iterable[Inline]) -> Inlines:
    """Neighbouring words, and neighbouring bold or italic, joined."""
    done: list[Inline] = []
    for inline in inlines:
        last = done[-1] if done else None
        if isinstance(inline, Text):
            if not inline.text:
                continue
            if isinstance(last, Text):
                done[-1] = Text(last.text + inline.text)
                continue
        elif isinstance(inline, Strong) and isinstance(last, Strong):
            done[-1] = Strong(_merged((*last.children, *inline.children)))
            continue
        elif isinstance(inline, Emphasis) and isinstance(last, Emphasis):
            done[-1] = Emphasis(_merged((*last.children, *inline.children)))
            continue
        done.append(inline)
    return tuple(done)


def _trimmed(inlines: Inlines) -> Inlines:
    """Without spaces and line breaks at the ends, nor spaces around line breaks."""
    _, inner, _ = _edges(_around_breaks(inlines))
    return inner


def _around_breaks(inlines: Inlines) -> Inlines:
    """Without spaces before and after line breaks."""
    done: list[Inline] = []
    for index, inline in enumerate(inlines):
        if isinstance(inline, Text):
            words = inline.text
            if index and isinstance(inlines[index - 1], LineBreak):
                words = words.lstrip(" \t")
            if index + 1 < len(inlines) and isinstance(inlines[index + 1], LineBreak):
                words = words.rstrip(" \t")
            done += [Text(words)] if words else []
        else:
            done.append(inline)
    return _merged(done)


def _written(inlines: Inlines, italic: str, special: re.Pattern[str]) -> str:
    parts: list[str] = []
    for inline in inlines:
        match inline:
            case Text(words):
                parts.append(words if special is _SOFT and not _SIGNS.search(words) else special.sub(r"\\\g<0>", words))
            case Strong(children):
                edges = (0, len(children) - 1)
                inner = "".join(_written((child,), italic[-1] if at in edges else italic[0], special) for at, child in enumerate(children))
                parts.append(f"**{inner}**")
            case Emphasis(children):
                parts.append(f"{italic[0]}{_written(children, italic, special)}{italic[0]}")
            case Link(children, address):
                parts.append(_link(_written(children, italic, special), plain(children), address))
            case Foreign(children, language):
                parts.append(f"[{_written(children, italic, special)}]{{lang={language}}}")
            case NoteMark(note):
                parts.append(f"^[{_written(note[0].children, italic, special)}]")
            case LineBreak():
                parts.append("\\\n")
            case _:
                parts.append(_written(inline.children, italic, special))
    return "".join(parts)


def _link(words: str, bare: str, address: str) -> str:
    if words == bare == address and re.fullmatch(r"https?://[^\s<>]+", address):
        return f"<{address}>"
    safe = re.fullmatch(r"[^\s<>()\\&*_`\[\]]*", address) is not None
    return f"[{words}]({address})" if safe else f"[{words}](<{address.replace('<', '%3C').replace('>', '%3E')}>)"


def write_prose(blocks: Iterable[Block]) -> str:
    """Markup of running text, an empty line between blocks, no line end last; blocks that text fields cannot hold raise TypeError."""
    return "\n\n".join(_block_lines(blocks))


def _block_lines(blocks: Iterable[Block]) -> list[str]:
    written: list[str] = []
    mark = "-"
    before: Block | None = None
    for block in blocks:
        match block:
            case Paragraph(children):
                words = _leading_escaped(write_phrase(children))
            case Heading(level, children):
                words = f"{'#' * level} {write_phrase(children)}"
            case List():
                mark = ("*" if mark == "-" else "-") if isinstance(before, List) and before.ordered == block.ordered else "-"
                words = _list(block, mark)
            case Quotation(inner):
                words = "\n".join(f"> {line}".rstrip() for line in write_prose(inner).split("\n"))
            case _:
                raise TypeError(f"{type(block).__name__} has no markup")
        if words:
            written.append(words)
            before = block
    return written


def _leading_escaped(words: str) -> str:
    """Words that do not begin a list, a heading or a rule by accident."""
    lines = []
    for line in words.split("\n"):
        numbered = _NUMBER.match(line)
        if numbered is not None:
            line = f"{numbered[1]}\\{line[numbered.end(1) :]}"  # noqa: PLW2901 - the same line, made safe
        elif _LEADING.match(line) is not None:
            line = f"\\{line}"  # noqa: PLW2901
        lines.append(line)
    return "\n".join(lines)


def _list(block: List, mark: str) -> str:
    """A list's lines; items of one paragraph stand close."""
    items: list[str] = []
    sign = ")" if mark == "*" else "."
    for number, item in enumerate(block.items, block.start):
        lead = f"{number}{sign} " if block.ordered else f"{mark} "
        parts = _block_lines(item.blocks)
        tight = len(item.blocks) <= 2 and all(isinstance(part, List) and (not part.ordered or part.start == 1) for part in item.blocks[1:])
        lines = ("\n" if tight else "\n\n").join(parts).split("\n")
        items.append(lead + "\n".join(f"{' ' * len(lead)}{line}".rstrip() if index else line for index, line in enumerate(lines)))
    loose = any("\n\n" in item for item in items)
    return ("\n\n" if loose else "\n").join(items)
