"""Which texts each part of the story has on the page: the slots that layout names and the tagged PDF's tree expects.

A line, picture or QR code is placed with its ``part`` (the story's own object) and its ``slot``. Slots written ``name.N`` are numbered
from 0 (``member.G.N``: group, then name). The plain words of a part have the slot ``""``. Words that no part of the story says
(running head, folio, continuation line, repeated heads, end marks, drawn list rules) are artifacts with ``part=None``.
"""

from __future__ import annotations

from collections.abc import Mapping

SLOTS: Mapping[str, tuple[str, ...]] = {
    # running text
    "Paragraph": ("", "mark"),  # "mark": the number before a footnote's first paragraph
    "Heading": ("",),
    "ListItem": ("mark",),  # its words are its blocks'
    "Table": ("title",),  # only where the layout shows it
    "Column": ("",),  # the first head row; repeated ones are artifacts "repeated_head"
    "Cell": ("",),
    "Figure": ("caption", "credit", "label.N"),  # and the picture itself
    "Chart": ("title", "caption"),  # and its rectangles
    "Bar": ("label", "shown"),
    # formal documents
    "Cover": ("title", "status"),
    "Particular": ("label", ""),
    "Section": ("number", "heading"),
    "Decision": ("label", "lead"),
    "Clause": ("", "action"),
    "Appendix": ("label", "title", "mentioned"),
    "Signatures": ("statement",),
    "Signature": ("label", "name", "place_and_date"),
    # newsletter
    "Masthead": ("nameplate", "dateline.N"),  # a logo is a picture with part=Masthead instead of "nameplate"
    "Contents": ("title",),
    "ContentsEntry": ("title", "page"),
    "PullQuote": ("", "speaker"),
    "FactBox": ("title", "mark.N", "numbered.N"),
    "Pair": ("label", ""),
    "KeyFigures": ("title",),  # where it is not shown it is read aloud all the same
    "KeyFigure": ("value", "more_than", "unit", "label"),  # "label" may say ``short`` instead
    "Article": ("kicker", "headline", "ingress", "byline"),
    "Notices": ("kicker", "headline"),
    "Notice": ("heading",),
    "DecisionsInBrief": ("title", "status"),
    "BriefDecision": ("label", "title", ""),
    "NextMeeting": ("title", "day", "month", "time", "place"),
    "Presentations": ("title", "qr_title", "qr_text.N"),  # and the QR code
    "Presentation": ("label", "title", "presenter", "address"),
    "MemberList": ("kicker", "headline", "member.G.N", "remark"),
    "ColophonEntry": ("head", "line.N"),
}
"""Slots by the name of the story's class; each slot's lines say that field's words, in the field's own spelling."""
