"""Tables of a formal document: attendance, votes, data, the cover's particulars and the places to sign."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.story import Chart, Column, Cover, Row, Signature, Table, plain
from pipeline.word.flow import STRONG, Grid, Par, Run, TableRow
from pipeline.word.measure import rough_width
from pipeline.word.names import twips_mm
from pipeline.word.runs import runs_of
from pipeline.word.styles import COLUMN, MEASURE, TEXT

_ATTENDANCE_MM = (41, 45, 42, 27)
_VOTES_MM = (65, 20, 20, 20)
_LAST_MOST = twips_mm(32)


def shared(width: int, shares: Sequence[float]) -> tuple[int, ...]:
    """``width`` twips divided by ``shares``, the sum exact."""
    total = sum(shares)
    edges = [0]
    reached = 0.0
    for share in shares:
        reached += share
        edges.append(round(width * reached / total))
    return tuple(right - left for left, right in pairwise(edges))


def _widths(table: Table, width: int) -> tuple[int, ...]:
    """The design's measures for the tables it knows, the columns' shares for others."""
    shares = [column.share for column in table.columns]
    known = {"attendance": _ATTENDANCE_MM, "votes": _VOTES_MM}.get(table.role, ())
    if len(known) == len(shares) and len(set(shares)) == 1:
        widths = [twips_mm(measure) for measure in known]
    else:
        widths = list(shared(width, shares))
    return tuple(_evened(table, widths) if table.role == "attendance" else widths)


def _evened(table: Table, widths: list[int]) -> list[int]:
    """Give the last column what its words lack ("hela sammanträdet") from the column that has most to spare."""
    needs = [max((_need(plain(row.cells[place].children)) for row in table.rows), default=0) for place in range(len(widths))]
    lacks = min(needs[-1], _LAST_MOST) - widths[-1]
    spare = [width - need for width, need in zip(widths[:-1], needs, strict=False)]
    if lacks > 0 and max(spare) >= lacks:
        giver = spare.index(max(spare))
        widths[giver] -= lacks
        widths[-1] += lacks
    return widths


def _need(words: str) -> int:
    """Twips that words of a table need on one line, with the gap after them."""
    return round(rough_width(words) * 9.5 * 20) + 160


def table_grid(table: Table) -> Grid:
    """A table of the story; attendance begins in the margin column, all else at the text."""
    full = table.role == "attendance"
    head = TableRow([[_head(column)] for column in table.columns], head=True)
    rows = [head, *(_row(row, table.columns) for row in table.rows)]
    total = bool(table.rows) and table.rows[-1].total
    return Grid(
        "Omrostningstabell" if total or table.role == "votes" else "Tabell",
        _widths(table, TEXT if full else MEASURE),
        rows,
        table.title,
        table.description,
        indent=0 if full else COLUMN,
        first_row=True,
        last_row=total,
        first_column=table.row_heads,
        origin=table.origin,
    )


def _head(column: Column) -> Par:
    if column.align == "number":
        return Par("Tabelltal", [Run(column.head, STRONG)])
    return Par("Tabellrubrik", [Run(column.head)])


def _row(row: Row, columns: tuple[Column, ...]) -> TableRow:
    cells = [
        [
            Par(
                "Tabelltal" if column.align == "number" else "Tabelltext",
                runs_of(cell.children, strong=row.total),
                cell.origin or row.origin,
            )
        ]
        for cell, column in zip(row.cells, columns, strict=True)
    ]
    return TableRow(cells, origin=row.origin)


def cover_grid(cover: Cover) -> Grid:
    """The particulars: labels in the margin column are the rows' heads."""
    rows = [
        TableRow(
            [[Par("Tabelletikett", [Run(fact.label)], fact.origin)], [Par("Tabelltext", runs_of(fact.children), fact.origin)]],
            origin=fact.origin,
        )
        for fact in cover.particulars
    ]
    labels = ", ".join(fact.label for fact in cover.particulars)
    # A word that is wider than the margin column would be broken anywhere.
    first = max([COLUMN, *(_need(word) for fact in cover.particulars for word in fact.label.split())])
    return Grid("Uppgiftstabell", (first, TEXT + 1 - first), rows, cover.title, labels, first_column=True, origin=cover.origin)


def signature_grid(signatures: Sequence[Signature], heading: str) -> Grid:
    """Two places to sign beside each other: label, line, name and role, place and date."""
    rows = []
    for number in range(0, len(signatures), 2):
        pair = signatures[number : number + 2]
        cells = [_place(signature) for signature in pair]
        rows.append(TableRow(cells if len(pair) == 2 else [*cells, [Par("Tabelltext", [])]]))
    people = ", ".join(f"{signature.label}: {signature.name}" for signature in signatures)
    return Grid("Underskriftstabell", (MEASURE // 2, MEASURE - MEASURE // 2), rows, heading or signatures[0].label, people, indent=COLUMN)


def _place(signature: Signature) -> list[Par]:
    return [
        Par("Tabellrubrik", [Run(signature.label)]),
        Par("Signatur", [Run(signature.name)]),
        Par("Signaturuppgift", [Run(f"{signature.place_and_date} \t")]),
    ]


def chart_grid(chart: Chart) -> Grid:
    """A chart's numbers as a table, which everybody can read; its text alternative is the description."""
    rows = [
        TableRow([[Par("Tabelltext", [Run(bar.label)], chart.origin)], [Par("Tabelltal", [Run(bar.shown)], chart.origin)]])
        for bar in chart.bars
    ]
    return Grid(
        "Uppgiftstabell", shared(MEASURE, (3, 1)), rows, chart.title, chart.alt, indent=COLUMN, first_column=True, origin=chart.origin
    )
