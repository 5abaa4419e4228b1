"""What no setting and no plan of pages can mend is told to the editor, as the check finds it."""

from __future__ import annotations

from dataclasses import replace

from pipeline.jobs.checking import newsletter_tells
from pipeline.pdf.newsletter import layout_newsletter
from pipeline.pdf.screen import write_screen
from tests.bench.random_layouts import silent
from tests.pdf import issues
from tests.pdf.varied import settable

UNSETTABLE = "Hon leder arbetet i Bergslagen inom Swedish Mining Innovation, som Vinnova, Energimyndigheten och Formas betalar."


def test_a_sentence_that_no_setting_holds_is_quoted(look):
    assert not settable(UNSETTABLE)
    article = replace(issues.bro(), blocks=(*issues.bro().blocks, issues.p(UNSETTABLE)))
    document = issues.newsletter(issues.MASTHEAD, issues.lead(), article, issues.MEMBERS, issues.COLOPHON)
    layout = layout_newsletter(document, look)
    told = [str(shortfall.message) for shortfall in layout.shortfalls if shortfall.tell == 4]
    assert any("Hon leder arbetet i Bergslagen" in message for message in told)
    tells = newsletter_tells(write_screen(document, layout.pages, look), look)
    assert any(tell.missed for tell in tells if tell.number == 4)
    assert silent(tells, layout) == []
