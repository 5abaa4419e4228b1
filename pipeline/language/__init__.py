"""Words, dates, numbers and typographic rules of Swedish and of English."""
