"""The jobs as commands run them, for looking at what they load."""

from __future__ import annotations


def job(name: str, output: str) -> None:
    """Run minutes (docx) or newsletter on the sample."""
    import tasks  # noqa: F401 — what the command itself loads
    from pipeline.jobs import documents, newsletters

    if name == "minutes":
        documents.make_minutes(source="source", meeting=None, output=output, form="docx")
    else:
        newsletters.make_newsletter(source="source", meeting=None, output=output)
