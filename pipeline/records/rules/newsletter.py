"""The newsletter: articles have words, quotes are the article's own, figures and boxes keep their measure."""

from __future__ import annotations

import re

from pipeline.markup import parse_phrase, parse_prose
from pipeline.problems import say
from pipeline.records.newsletter import Article, Newsletter
from pipeline.records.rules.sense import Sense
from pipeline.story import Paragraph, plain, walk

MAX_FIGURES = 6
MIN_FIGURES = 3
LABEL_LINES, LABEL_LENGTH = 2, 20
QUOTE_LENGTH = 160


def check_newsletter(sense: Sense) -> None:
    """What the newsletter takes from the record, and what its elements can hold."""
    newsletter = sense.meeting.newsletter
    if newsletter is None:
        return
    for origin, article in articles(newsletter):
        _check_article(sense, article, origin)
    if newsletter.notices is not None:
        _check_headline(sense, newsletter.notices.headline, "newsletter.notices.headline")
    _check_vignette(sense, newsletter)
    _check_figures(sense, newsletter)
    for decision in newsletter.decisions:
        if decision.item not in sense.order:
            sense.unknown(f"newsletter.decisions.{decision.item}", say("the id of an item"), decision.item, sense.order)
        elif decision.words is None and not sense.meeting.items[sense.order[decision.item]].decide:
            message = say("expected an item with a decision, found none at '{item}'", item=decision.item)
            sense.error(f"newsletter.decisions.{decision.item}", message, say("add words: with the short clause"))
    issues = sense.source.organisation.issues
    if issues.a_year >= 4 and not issues.certificate:
        hint = say("periodicals with four issues or more a year may need one; then a responsible editor is named by law")
        sense.warn("organisation.issues", say("expected a certificate of publication, found none"), hint)


def articles(newsletter: Newsletter) -> list[tuple[str, Article]]:
    """The articles with their origins, the lead first."""
    return [("newsletter.lead", newsletter.lead), *((f"newsletter.articles.{article.id}", article) for article in newsletter.articles)]


def _check_article(sense: Sense, article: Article, origin: str) -> None:
    meeting = sense.meeting
    for name in article.source:
        if name not in meeting.talks and name not in sense.order:
            sense.unknown(f"{origin}.from.{name}", say("the id of a talk or an item"), name, {*meeting.talks, *sense.order})
    _check_headline(sense, article.headline, f"{origin}.headline")
    words = article_words(sense, article)
    if not words:
        hint = say("add text: with the words, or from: with a talk that has some")
        sense.error(origin, say("expected the article's words, found none"), hint)
    if article.quote is not None and words:
        quote = _plain(plain(parse_phrase(article.quote))).rstrip(".")
        if quote not in _plain(words):
            hint = say("copy the words from the text, every sign of them")
            sense.error(f"{origin}.quote", say("expected words that stand in the article's text, found others"), hint)
        elif len(quote) > QUOTE_LENGTH:
            message = say("expected a pull quote of at most {limit} characters, found {count}", limit=QUOTE_LENGTH, count=len(quote))
            sense.warn(f"{origin}.quote", message, say("choose a shorter sentence, or a part of one"))
    for box in article.boxes:
        filled = [name for name, value in (("text", box.text), ("pairs", box.pairs), ("numbered", box.numbered)) if value]
        if len(filled) != 1:
            found = " + ".join(filled) or "–"
            message = say("expected one of text, pairs and numbered in a fact box, found {found}", found=found)
            sense.error(f"{origin}.boxes.{box.id}", message, say("write one of them in each box"))


def _check_vignette(sense: Sense, newsletter: Newsletter) -> None:
    """The drawing over the colophon stands without words of its own."""
    name = newsletter.vignette
    picture = sense.meeting.images.get(name) if name else None
    if picture is None or any(article.picture == name for _, article in articles(newsletter)):
        return
    if picture.caption or picture.credit or picture.labels:
        hint = say("take caption, credit and labels away; who drew it stands under illustrations:")
        sense.warn(f"images.{name}", say("expected a drawing without words over the colophon, found some, which are not shown"), hint)


def _check_headline(sense: Sense, headline: str, origin: str) -> None:
    """A headline has no full stop; an abbreviation's and an ellipsis' points are none."""
    words = plain(parse_phrase(headline)).strip()
    if re.search(r"\w{4}\.$", words):
        sense.warn(origin, say("expected a headline without a full stop, found one"), say("take it away"))


def article_words(sense: Sense, article: Article) -> str:
    """The plain words of an article's text: its own, or else those of its talks and items."""
    if article.text is not None:
        return _words(article.text.text)
    parts: list[str] = []
    for name in article.source:
        talk = sense.meeting.talks.get(name)
        if talk is not None:
            parts += [prose.text for prose in (talk.newsletter or talk.text,) if prose is not None]
        elif name in sense.order:
            item = sense.meeting.items[sense.order[name]]
            parts += [prose.text for prose in (item.background, item.text) if prose is not None]
    return "\n\n".join(_words(part) for part in parts if part.strip())


def _words(markup: str) -> str:
    return "\n".join(plain(part.children) for block in parse_prose(markup) for part in walk(block) if isinstance(part, Paragraph))


def _plain(words: str) -> str:
    """Words with every space alike and without soft hyphens."""
    return " ".join(words.replace("\u00ad", "").split())


def _check_figures(sense: Sense, newsletter: Newsletter) -> None:
    count = len(newsletter.figures)
    if count > MAX_FIGURES:
        sense.error(
            "newsletter.figures",
            say("expected at most {limit} key figures, found {count}", limit=MAX_FIGURES, count=count),
            say("take the least important away"),
        )
    elif 0 < count < MIN_FIGURES:
        message = say("expected at least {limit} key figures, found {count}: the band is left out", limit=MIN_FIGURES, count=count)
        sense.warn("newsletter.figures", message, say("add figures, or take figures: away"))
    for figure in newsletter.figures:
        lines = figure.label.split("|")
        if len(lines) > LABEL_LINES or any(len(line.strip()) > LABEL_LENGTH for line in lines):
            message = say(
                "expected a label of at most two lines of {limit} characters, found '{label}'", limit=LABEL_LENGTH, label=figure.label
            )
            sense.warn(f"newsletter.figures.{figure.id}", message, say("break it with | or shorten it"))
