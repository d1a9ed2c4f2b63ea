"""Dialogues and their documents."""

from __future__ import annotations

from pathlib import Path

from .. import files
from ..transcript import Transcript, parse


def read_transcript(source: str | Path, *, strict: bool = False) -> Transcript:
    """The transcript that a document holds.

    source   a path, or the text of the document. A string of one line that names a file is a path.
    strict   raise for the first problem; without, what could be read is returned, with its `problems`

    Raises TranscriptError for what is no transcript at all: no file, no text, nothing of a dialogue in it.
    """
    blank = isinstance(source, str) and not source.strip()
    text, name = (str(source), "transcript") if blank else files.document(source)
    return parse(text, name, strict=strict)
