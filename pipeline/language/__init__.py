"""Words, dates, numbers and typographic rules of Swedish and of English behind one interface."""

from __future__ import annotations

from functools import cache

from pipeline.language.base import Language, capitalised, runs, uncapitalised

__all__ = ["Language", "capitalised", "language_for", "runs", "uncapitalised"]


@cache
def language_for(code: str) -> Language:
    """The language of an ISO 639-1 code that source files may name, 'sv' or 'en', loaded when first asked for; KeyError for another."""
    match code:
        case "sv":
            from pipeline.language.swedish import Swedish

            return Swedish()
        case "en":
            from pipeline.language.english import English

            return English()
    raise KeyError(code)
