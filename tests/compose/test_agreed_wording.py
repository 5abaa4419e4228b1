"""Every row of the client's wording table, word for word, in both languages and profiles, as far as a cell of the table is a whole phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from pipeline.compose.wording import table
from tests.compose.test_wording import LANGUAGES, PROFILES, keys_of, rows

MADE_OF_PARTS = {
    # clauses, counts and names are put in from phrases of their own (held by test_sentences_as_agreed, test_golden and test_votes)
    "time.range", "cover.sections.one", "cover.sections.many", "present.part.one", "present.part.many", "serving.part.many", "previous",
    "decision.many", "vote.result", "vote.ayes.one", "vote.ayes.many", "vote.nays.one", "vote.nays.many", "motion.approve.one", "motion.reject.one",
    "reserve.own.one", "reserve.owns.one", "reserve.written", "mail.subject.news", "mail.subject.minutes", "mail.subject.adjust", "mail.open",
    "mail.attached", "nl.next", "nl.next.head", "nl.byline.text", "nl.byline.photo", "nl.byline.illustration",
}  # fmt: skip
SHORT_IN_ENGLISH = {
    # the table names the matter only, or says it for one body alone
    "cover.adjuster.one", "cover.adjuster.many", "opening", "closing", "quorum", "decision.one", "decision.unanimous", "decision.noted",
    "motion.second.one", "motion.second.many", "action.owner", "action.due", "appendix", "appendix.running", "extract.footer",
    "mail.registry", "mail.change", "mail.privacy",
    "notice.body", "notice.date", "notice.adjusted", "notice.posted", "notice.taken_down", "notice.kept_at", "notice.signature",
}  # fmt: skip
SAID = {
    # cells that share their words between one and many, or name a place beside the phrase
    ("sv", "table.organisation"): "Organisation",
    ("en", "table.organisation"): "Organisation",
    ("sv", "order.head.plain"): "Beslutsgång",
    ("sv", "immediate.one"): "Paragrafen förklaras omedelbart justerad.",
    ("sv", "immediate.many"): "Paragraferna förklaras omedelbart justerade.",
    ("sv", "approve"): "bifalla förslaget",
    ("en", "approve"): "approve the proposal",
    ("sv", "appendix"): "Bilaga {n}",
    ("sv", "appendix.running"): "bilaga {n}",
    ("sv", "appendix.head"): "Bilagor",
    ("en", "appendix.head"): "Appendices",
    ("sv", "extract.certify"): "Rätt utdraget intygar",
    ("sv", "extract.footer"): "Utdragsbestyrkande",
    ("sv", "present.all"): "hela {mtg}",
    ("sv", "notice.head"): "Tillkännagivande av justering",
    ("sv", "notice.body"): "Organ",
}
OF_A_PROFILE = {
    ("association", "sign.chair"): "Justeras",
    ("association", "sign.adjuster"): "Justeras",
    ("municipal_federation", "agenda"): "fastställa föredragningslistan",
    ("municipal_federation", "head.agenda"): "Fastställande av föredragningslista",
}
MARK = {"association": "A", "municipal_federation": "F"}


def bare(words: str) -> str:
    """Plain spaces, no marks of importance."""
    return re.sub(r"\s+", " ", re.sub(r"[␣\u00a0⏎]", " ", words.replace("\u2060", "").replace("*", ""))).strip()


def phrases(cell: str, profile: str) -> Iterator[str]:
    """The phrases that a cell holds: by profile (A …; F …, or in brackets), one or many (/), side by side (·)."""
    cell, mark = bare(cell), MARK[profile]
    whole = [cell, re.sub(r" ?\([^)]*\)", "", cell), *re.findall(rf"\({mark}:? ([^)]*)\)", cell)]
    whole += [part.removeprefix(f"{mark} ") for part in cell.split("; ") if part.startswith(f"{mark} ")]
    for words in whole:
        yield words
        for part in words.split(" / "):
            yield from (part, *part.split(" · "))
        for part in words.split(" · "):
            yield from part.split(" / ")


def pattern(words: str) -> str:
    """A phrase with anything in its slots, both forms of '(s)', and anything for '…'."""
    found = re.sub(r"\\\{[^}]*\\\}", ".*?", re.escape(re.sub(r"^(?:att|to) ", "", words.strip())))
    return "(?:att |to )?" + found.replace("…", ".*").replace(r"\(s\)", "s?") + r"\.?"


def test_every_phrase_of_the_agreed_table_is_said_word_for_word(shared):
    compared = 0
    for (name, swedish, english), profile in product(rows((shared / "wording.md").read_text(encoding="utf-8")), PROFILES):
        for (language, cell), key in product(zip(LANGUAGES, (swedish, english), strict=True), keys_of(name)):
            words = bare(table(language, profile).get(key, ""))
            of_other_profile = f"{'AF'.replace(MARK[profile], '')} " in f"{name} " and f" {MARK[profile]}" not in name
            if not words or of_other_profile or key in MADE_OF_PARTS or (language == "en" and key in SHORT_IN_ENGLISH):
                continue
            agreed = SAID.get((language, key)) or (OF_A_PROFILE.get((profile, key)) if language == "sv" else None)
            options = [agreed] if agreed else list(phrases(cell, profile))
            plain = re.sub(r"\{[^}]*\}", "{}", words)
            assert any(re.fullmatch(pattern(option), plain) for option in options), (language, profile, key, words, cell)
            compared += 1
    assert compared > 450
