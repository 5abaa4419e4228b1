"""Words, dates, numbers and typographic rules of Swedish and of English behind one interface."""

from __future__ import annotations

from pipeline.language.base import Language, capitalised, runs, uncapitalised
from pipeline.language.english import English
from pipeline.language.swedish import Swedish

__all__ = ["Language", "capitalised", "language_for", "runs", "uncapitalised"]

LANGUAGES: dict[str, Language] = {"sv": Swedish(), "en": English()}


def language_for(code: str) -> Language:
    """The language of an ISO 639-1 code that source files may name, 'sv' or 'en'; KeyError for another."""
    return LANGUAGES[code]
