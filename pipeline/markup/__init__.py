"""The light markup of text fields: CommonMark's paragraphs, bold, italic, links, lists, quotations and line breaks, with two additions.

``[words]{lang=en}`` marks words of another language (BCP 47), ``^[words]`` a footnote; ``## words`` is a subheading
in the newsletter's articles, where tables (rows between bars, a line of dashes under the first) may stand too.
Everything else that CommonMark knows is refused with its place (``find_faults``).
"""

from __future__ import annotations

from pipeline.markup.faults import Fault, find_faults
from pipeline.markup.parsing import parse_phrase, parse_prose
from pipeline.markup.writing import normal, write_phrase, write_prose

__all__ = ["Fault", "find_faults", "normal", "parse_phrase", "parse_prose", "write_phrase", "write_prose"]
