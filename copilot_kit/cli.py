"""The kit from a terminal.

    copilot-kit run "an idea"      two voices talk until a prompt stands; transcript, timeline and library are kept
    copilot-kit read FILE          what was read from a prompt
    copilot-kit lint FILE...       what does not hold in it
    copilot-kit chart FILE         its timeline as a picture
    copilot-kit animatic FILE      a preview film with placeholder picture and sound
    copilot-kit compile FILE --engine E   the prompt in an engine's dialect, what is lost, what it costs
    copilot-kit quote FILE         what it would cost on each engine
    copilot-kit models             which models can fill a seat: key, reach, price, retirement
    copilot-kit engines | personas | explain CODE | lab

A file may be a prompt, a chat message around a <final_prompt>, or a transcript document; - is standard input.
Exit codes: 0 all is well, 1 findings of severity error (lint) or no prompt came to stand (run), 2 bad input.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from . import __version__
from .cli_animatic import add_animatic
from .cli_jobs import add_commands
from .errors import CopilotError, InputError, TranscriptError, VoiceError
from .shot import Shot
from .voices.hints import IN_TERMINAL

if TYPE_CHECKING:
    from .dialogue.play import Dialogue

NOTEBOOK = "00_start_here.ipynb"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a pipe on Windows would refuse a dash otherwise
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = _parser()
    args, rest = parser.parse_known_args(argv)
    if rest and args.command is not _lab:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    args.rest = rest
    told = IN_TERMINAL.set(True)
    try:
        return args.command(args)
    except CopilotError as e:
        print(f"copilot-kit: {e}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("stopped.", file=sys.stderr)
        return 130
    finally:
        IN_TERMINAL.reset(told)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="copilot-kit", description="Direct text-to-video models with words.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(name: str, does: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
        made.set_defaults(command=does)
        return made

    run = command("run", _run, "turn an idea into a prompt, round by round")
    run.add_argument("idea", nargs="?", default=None, help="what you see; asked for if left out")
    run.add_argument("--rounds", type=int, help="at most so many rounds (7)")
    run.add_argument("--seconds", type=float, help="length of the clip [s]; left out: the copilot proposes one")
    run.add_argument("--out", type=Path, default=Path("outputs"), help="folder for what is kept (outputs)")
    voices = "offline, human, tape:FILE, anthropic:MODEL, openai:MODEL, local:MODEL@URL"
    run.add_argument("--creator", metavar="VOICE", help=f"voice of the creator (offline): {voices}")
    run.add_argument("--copilot", metavar="VOICE", help="voice of the copilot, likewise")
    run.add_argument(
        "--orchestrator", metavar="VOICE", help="judges and mends the prompt from outside; left out: nobody"
    )
    run.add_argument("--budget", type=float, metavar="USD", help="stop before a call that could cost more in all")
    run.add_argument("--persona", help="who the creator is; see `copilot-kit personas`")
    run.add_argument("--engine", help="the engine to write for; see `copilot-kit engines`")
    run.add_argument("--format", choices=["horizontal", "vertical", "square"], help="shape of the frame")
    run.add_argument("--manner", choices=["prose", "sheet"], help="structured prose (as usual) or production sheet")
    run.add_argument("--seed", type=int, help="another seed, another reading of the same idea (0)")
    run.add_argument(
        "--resume", metavar="ID", help="go on with a dialogue that was stopped; voices and a budget given anew count"
    )
    run.add_argument("--quiet", action="store_true", help="print only the final prompt")

    read = command("read", _read, "print what was read from a prompt")
    read.add_argument("file")
    read.add_argument("--seconds", type=float, help="length of the clip, where the text does not state it [s]")
    read.add_argument(
        "--json", action="store_true", help="as JSON; places are [start, end) character offsets into `text`"
    )

    lint = command("lint", _lint, "list what does not hold in a prompt")
    lint.add_argument("file", nargs="+")
    lint.add_argument("--engine", help="the engine that it is for; left out: the model that the prompt names")
    lint.add_argument("--seconds", type=float, help="length of the clip, where the text does not state it [s]")
    lint.add_argument("--format", default="text", choices=["text", "json", "github"])
    lint.add_argument("--allow", action="append", default=[], metavar="CODES",
                      help="codes to pass over: T01,T02 or 'T01: reason'; can be given again")  # fmt: skip

    chart = command("chart", _chart, "draw the timeline of a prompt")
    chart.add_argument("file")
    chart.add_argument("-o", "--out", type=Path, help="picture to write (beside the file, .png)")
    chart.add_argument("--style", default="light", choices=["light", "dark", "print"])

    add_animatic(command, _shot_of)
    add_commands(command, _shot_of)

    explain = command("explain", _explain, "print the manual page of a rule")
    explain.add_argument("code")
    models = command("models", _models, "list the models that can fill a seat")
    models.add_argument("--offline", action="store_true", help="ask no server which models it serves")
    command("engines", _engines, "list the engine profiles")
    command("personas", _personas, "list who can sit in the creator's seat")
    command("lab", _lab, "open JupyterLab on the start notebook; further options are passed on to it")
    return parser


# run ------------------------------------------------------------------------------------------------


def _run(args: argparse.Namespace) -> int:
    from .dialogue.play import Dialogue
    from .library import Library

    folder = _folder(args.out)
    library = Library(folder / "copilot.sqlite")
    given = {name: value for name in _ASKED if (value := getattr(args, name)) is not None}
    voices = {name: value for name in _VOICES if (value := getattr(args, name)) is not None}
    if args.resume:
        _require_free(given, args)
        dialogue = Dialogue.open(library, args.resume, budget_usd=args.budget, **voices)
    else:
        idea = args.idea if args.idea is not None else _ask_idea()
        dialogue = Dialogue(idea, library=library, budget_usd=args.budget, **voices, **given)
    stage = Stage(sys.stdout, dialogue, quiet=args.quiet)
    stage.open()
    try:
        dialogue.run(on_event=stage)
    except KeyboardInterrupt:
        dialogue.stop()
        print(f"\nStopped; every finished turn is kept.{_again(dialogue, args)}")
        return 130
    except VoiceError:
        if dialogue.id is not None:
            print(f"\nEvery finished turn is kept.{_again(dialogue, args)}")
        raise
    return _keep(dialogue, folder, stage)


_VOICES = ("creator", "copilot", "orchestrator")
_ASKED = ("rounds", "seconds", "engine", "persona", "format", "manner", "seed")
"""What a dialogue is asked for: fixed when it begins."""


def _require_free(given: dict[str, Any], args: argparse.Namespace) -> None:
    """Nothing. Raises InputError where an option is given that a dialogue cannot change any more."""
    named = ["an idea"] * (args.idea is not None) + [f"--{name}" for name in given]
    if named:
        said = ", ".join(f"{name}={value!r}" for name, value in given.items()) or "..."
        raise InputError(
            f"--resume: found {' and '.join(named)}, which cannot change any more once a dialogue has begun, expected "
            "voices and a budget at most. Fix: leave out what is named, or fork it, which makes another dialogue with "
            f"the same turns: in Python, Dialogue.open(library, {args.resume!r}).fork({said})."
        )


def _again(dialogue: Dialogue, args: argparse.Namespace) -> str:
    """What it cost and how to go on, "" where nothing was begun; what an earlier `--resume` was given stays."""
    if dialogue.id is None:
        return ""
    spent = f" {dialogue.bill.words()}" if dialogue.bill.called else ""
    kept = ("budget", *_VOICES) if args.resume else ()
    same = [word for name in kept if (value := getattr(args, name)) is not None for word in (f"--{name}", str(value))]
    command = shlex.join(["copilot-kit", "run", "--resume", dialogue.id, *same, "--out", str(args.out)])
    return f"{spent}\nGo on with:\n  {command}"


def _ask_idea() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.read().strip()
    return input("What do you see? One picture is enough.\n> ").strip()


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise InputError(f"{path}: cannot be made ({e.strerror}). Fix: name another folder with --out.") from e
    return path


def _keep(dialogue: Dialogue, folder: Path, stage: Stage) -> int:
    """Writes the transcript and the timeline; tells what is kept where."""
    stem = _free(folder, slug(dialogue.brief.idea))
    document = folder / f"{stem}.md"
    _write(document, dialogue.transcript.to_markdown().encode("utf-8", "replace"))
    kept = [("transcript", document)]
    shot = dialogue.final
    if shot is not None:
        from .plots import timeline

        picture = folder / f"{stem}.png"
        _write(picture, timeline(shot).figure.png("light"))  # type: ignore[union-attr]
        kept.append(("timeline", picture))
    kept.append(("library", folder / "copilot.sqlite"))
    stage.close(shot, kept)
    return 0 if shot is not None else 1


def _write(path: Path, data: bytes) -> None:
    """Writes a file whole or not at all."""
    half = path.with_name(f".{path.name}.part")
    try:
        half.write_bytes(data)
        half.replace(path)
    except OSError as e:
        half.unlink(missing_ok=True)
        raise InputError(f"{path}: cannot be written ({e.strerror}). Fix: make room, or name another folder.") from e


def slug(idea: str, most: int = 40) -> str:
    """A file name for an idea: its first words, in letters and digits of any script."""
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", idea).casefold().replace("_", " "))
    name = ""
    for word in words:
        if name and len(name) + 1 + len(word) > most:
            break
        name = f"{name}-{word}" if name else word[:most]
    return name or "untitled"


def _free(folder: Path, stem: str) -> str:
    """The stem, or the stem with the next number, so that nothing is overwritten."""
    number = 1
    name = stem
    while (folder / f"{name}.md").exists():
        number += 1
        name = f"{stem}-{number}"
    return name


class Stage:
    """Shows a dialogue in a terminal while it is spoken; called with each event."""

    def __init__(self, out: TextIO, dialogue: Dialogue, quiet: bool = False) -> None:
        self.out, self.dialogue, self.quiet = out, dialogue, quiet
        self.width = min(shutil.get_terminal_size((96, 24)).columns, 108)
        self.colour = out.isatty() and "NO_COLOR" not in os.environ
        self.column = 0
        self.held = self.blank = ""
        self.gutter = ""
        self.told: tuple[str, ...] = ()

    def __call__(self, event: Any) -> None:
        if self.quiet:
            return
        kind = type(event).__name__
        if kind == "TurnStarted":
            self._head(event.seat, event.round)
        elif kind == "TextDelta":
            self._say(event.text)
        elif kind == "Notice" and event.text not in self.told:
            self._put(self._paint(f"\n  [{_harmless(event.text)}]\n", "2"))
            self.column = 0
        elif kind == "TurnEnded":
            self._say("\n", last=True)
            if event.turn.usage is not None:
                from .billing import usd

                spent = self.dialogue.bill
                known = usd(spent.known_usd) if spent.known_usd or not spent.unknown else "an unknown sum"
                so_far = ("at least " if spent.unknown and spent.known_usd else "") + known
                self._put(self._paint(f"  {usd(event.turn.usage.price_usd)}, {so_far} so far\n", "2"))
            if event.turn.outcome != "done":
                self._put(self._paint(f"  [{event.turn.outcome}]\n", "2"))
        self.out.flush()

    def open(self) -> None:
        """What is worth knowing before, and the turns that were finished earlier, as if they were spoken now."""
        if self.quiet:
            return
        self.told = self.dialogue.notes
        for note in self.told:
            self._put(f"{_harmless(note)}\n")
        if self.dialogue.estimate.high_usd != 0:
            self._put(f"{self.dialogue.estimate}\n")
        for turn in self.dialogue.turns:
            if turn.outcome == "done":
                self._head(turn.seat, turn.round)
                self._say(turn.text + "\n", last=True)
        self.out.flush()

    def _head(self, seat: str, number: int) -> None:
        brief = self.dialogue.brief
        name = brief.creator if seat == "creator" else brief.copilot
        done = "▰" * number + "▱" * max(0, brief.rounds - number)
        title = f"{name} ({seat})" if name.lower() != seat else name
        line = f"── {title} "
        right = f" round {number}/{brief.rounds} {done}"
        fill = "─" * max(2, self.width - len(line) - len(right))
        code = "36" if seat == "copilot" else "33"
        self.gutter = self._paint("│ ", code)
        self._put("\n" + self._paint(line + fill + right, f"1;{code}") + "\n")
        self.column, self.held, self.blank = 0, "", ""

    def _say(self, text: str, last: bool = False) -> None:
        """Prints words as they come, wrapped at the width, with the seat's gutter."""
        self.held += text
        *whole, rest = re.split(r"(\s+)", self.held)
        self.held = rest
        if last and rest:
            whole.append(rest)
            self.held = ""
        for token in whole:
            if "\n" in token:
                for _ in range(token.count("\n")):
                    self._put(("" if self.column else self.gutter) + "\n")
                    self.column = 0
                self.blank = token.rpartition("\n")[2]
            elif token.isspace():
                self.blank = token
            elif token:
                self._word(_harmless(token))

    def _word(self, word: str) -> None:
        """One word after the blank before it, on a new line where it would not fit."""
        wide = _columns(word)
        if self.column and self.column + len(self.blank) + wide > self.width - 2:
            self._put("\n")
            self.column, self.blank = 0, ""
        self._put(("" if self.column else self.gutter) + self.blank + word)
        self.column += len(self.blank) + wide
        self.blank = ""

    def close(self, shot: Shot | None, kept: list[tuple[str, Path]]) -> None:
        """The end: the prompt's outline, and where everything lies."""
        if self.quiet:
            if shot is not None:
                self._put(_harmless(shot.words) + "\n")
            return
        self._put("\n")
        if shot is None:
            self._put("No final prompt came to stand; the transcript holds what was said.\n\n")
        else:
            self._put(_harmless(outline(shot)) + "\n\n")
        bill = self.dialogue.bill
        if bill.called:
            self._put(f"{bill}\n\n")
        for what, path in kept:
            self._put(f"  {what:<11} {path}\n")
        self.out.flush()

    def _paint(self, words: str, code: str) -> str:
        return f"\x1b[{code}m{words}\x1b[0m" if self.colour else words

    def _put(self, words: str) -> None:
        self.out.write(words)


def _columns(word: str) -> int:
    """Columns of a terminal that a word takes: wide (CJK) characters take two, joined marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in word
    )  # fmt: skip


def _harmless(words: str) -> str:
    """Words of a voice without control characters: a terminal obeys escape codes."""
    return "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else "�" for c in words)


# read, lint, chart ----------------------------------------------------------------------------------


def _text_of(name: str) -> str:
    """The prompt in a file: of a transcript document its final prompt, else the whole text."""
    from .files import text_of
    from .transcript import looks_like_transcript

    if name == "-":
        return sys.stdin.read()
    text = text_of(Path(name))
    if looks_like_transcript(text):
        from . import read_transcript

        found = read_transcript(text)
        if found.final is None:
            raise TranscriptError(0, "no final prompt", "a final prompt to read", "read another document", where=name)
        return found.final
    return text


def outline(shot: Shot) -> str:
    """What was read, as aligned text."""
    length = "length unknown" if shot.seconds is None else f"{shot.seconds:g} s ({shot.seconds_from})"
    counts = {"beats": shot.beats, "cues": shot.cues, "moves": shot.moves, "controls": shot.controls}
    head = " · ".join([length, *(f"{len(v)} {k if len(v) != 1 else k[:-1]}" for k, v in counts.items())])
    rows: list[tuple[str, str, str]] = []
    for b in shot.beats:
        rows.append(
            ("beat", _window(b.start, b.end), " ".join(filter(None, (f"“{b.label}”" if b.label else "", b.action))))
        )
    for m in shot.moves:
        rows.append(
            (
                "camera",
                _window(m.start, m.end),
                " ".join(filter(None, (m.speed, m.kind.replace("_", " "), m.direction))),
            )
        )
    for g in shot.grades:
        rows.append(("grade", _window(g.start, g.end), g.look + (f" {g.kelvin:g} K" if g.kelvin else "")))
    for e in shot.events:
        rows.append(("event", _window(e.at, None), e.text))
    for line in shot.lines:
        rows.append(("speech", _window(line.start, line.end), f"{line.speaker or '?'}: “{line.words}”"))
    for c in shot.cues:
        level = "" if c.lufs is None else f" {c.lufs:g} LUFS"
        pitch = "" if c.hz is None else f" {c.hz:g} Hz"
        rows.append(("sound", _window(c.start, c.end), c.sound + level + pitch))
    facts = [
        *(f"{v:g} mm" for v in shot.lenses_mm), *(f"f/{v:g}" for v in shot.f_stops),
        *(f"{v:g} K" for v in shot.kelvins),
        *(v.replace("_", " ") for v in (*shot.sizes, *shot.angles)),
    ]  # fmt: skip
    lines = [head, *([" · ".join(facts)] if facts else [])]
    wide = max((len(w) for _, w, _ in rows), default=0)
    room = max(12, min(shutil.get_terminal_size((110, 24)).columns, 130) - wide - 12)
    for kind, window, said in rows:
        said = " ".join(said.split())
        lines.append(f"  {kind:<7} {window:<{wide}}  {said if len(said) <= room else said[: room - 1] + '…'}")
    return "\n".join(lines)


def _window(start: float | None, end: float | None) -> str:
    if start is None:
        return "no time"
    return f"{start:g} s" if end is None else f"{start:g}-{end:g} s"


def _shot_of(name: str, seconds: float | None) -> Shot:
    from .reading import read

    return read(_text_of(name), seconds)


def _read(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from .reading import read

    shot = read(_text_of(args.file), seconds=args.seconds)
    print(json.dumps(asdict(shot), ensure_ascii=False, indent=2) if args.json else _harmless(outline(shot)))
    return 0


def _lint(args: argparse.Namespace) -> int:
    from .named import lint
    from .reading import read

    worst = 0
    found = []
    silenced = []
    for name in args.file:
        shot = read(_text_of(name), args.seconds)
        findings = lint(shot, engine=args.engine, allow=args.allow)
        silenced += [f"{name}: allowed {allowed}" for allowed in findings.allowed]
        for f in findings:
            worst |= f.severity == "error"
            line = shot.text.count("\n", 0, f.where.start) + 1
            column = f.where.start - shot.text.rfind("\n", 0, f.where.start)
            found.append({"file": name, "line": line, "column": column, "code": f.code, "name": f.name, "severity":
                          f.severity, "confidence": f.confidence, "message": f.message, "fix": f.fix})  # fmt: skip
    if args.format == "json":
        print(json.dumps(found, ensure_ascii=False, indent=2))
    elif args.format == "github":
        for row in found:
            print(_annotation(row))
    else:
        for row in found:
            print("{file}:{line}:{column}: {code} {severity}: {message}\n    Fix: {fix}".format(**row))
        for said in silenced:
            print(said)
        print(f"{len(found)} finding{'s' * (len(found) != 1)} in {len(args.file)} file{'s' * (len(args.file) != 1)}")
    return int(worst)


def _annotation(row: dict[str, Any]) -> str:
    """A finding as a workflow command of GitHub Actions, which shows it beside the line."""
    level = {"error": "error", "warn": "warning", "info": "notice"}[row["severity"]]

    def plain(words: object, signs: str = "") -> str:
        return "".join(f"%{ord(c):02X}" if c in "%\r\n" + signs else c for c in str(words))

    where = f"file={plain(row['file'], ':,')},line={row['line']},col={row['column']}"
    title = plain(f"{row['code']} {row['name']}", ":,")
    return f"::{level} {where},title={title}::{plain(row['message'])} Fix: {plain(row['fix'])}"


def _chart(args: argparse.Namespace) -> int:
    from .plots import timeline
    from .reading import read

    out = args.out or (Path("timeline.png") if args.file == "-" else Path(args.file).with_suffix(".png"))
    axes = timeline(read(_text_of(args.file)), style=args.style)
    _write(out, axes.figure.png(dpi=144))  # type: ignore[union-attr]
    print(axes.describe())  # type: ignore[attr-defined]
    print(out)
    return 0


def _explain(args: argparse.Namespace) -> int:
    from .rules import explain

    print(explain(args.code))
    return 0


def _models(args: argparse.Namespace) -> int:
    from .voices.keys import VENDORS
    from .voices.shelf import models

    problems: list[str] = []
    table = models(ask=not args.offline, problems=problems)
    voice = table["voice"] + table["default"].map({True: " *", False: ""})
    shown = table.assign(voice=voice.str.ljust(voice.str.len().max()))
    names = {"input_usd": "in", "cache_read_usd": "cached", "output_usd": "out"}
    columns = ["voice", "key", "reachable", *names, "context", "retires"]
    print(shown[columns].rename(columns=names).to_string(index=False, na_rep="unknown", justify="left"))
    print("\n* what a vendor's name alone stands for. Prices: USD for a million tokens, checked on "
          f"{table['checked'].max()}.")  # fmt: skip
    for note in table["note"][table["note"] != ""]:
        print(note)
    for vendor in ("anthropic", "openai"):
        if (table["key"][table["voice"].str.startswith(vendor)] == "missing").all():
            print(f"No key for {VENDORS[vendor].title}: set {VENDORS[vendor].key_variable}.")
    for problem in problems:
        print(_harmless(problem))
    return 0


def _engines(args: argparse.Namespace) -> int:
    from .files import engines

    problems: list[str] = []
    table = engines(problems)[["title", "status", "seconds", "audio", "usd_per_second", "priced_at", "checked"]]
    print(table.to_string(na_rep="unknown", float_format=lambda v: f"{v:.3f}"))
    for problem in problems:
        print(_harmless(problem))
    return 0


def _personas(args: argparse.Namespace) -> int:
    from .files import personas

    problems: list[str] = []
    for p in personas(problems):
        print(f"{p.name:<12} {p.title}. Loves {p.head.get('loves', '?')}. Hates {p.head.get('hates', '?')}.")
    for problem in problems:
        print(_harmless(problem))
    return 0


# lab ------------------------------------------------------------------------------------------------

_OVERRIDES = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    }
}


def _lab(args: argparse.Namespace) -> int:
    """JupyterLab on the start notebook, as a single document and without news."""
    import tempfile

    from jupyterlab.labapp import LabApp

    notebooks = _notebooks()
    with tempfile.TemporaryDirectory(prefix="copilot-kit-") as config:
        overrides = Path(config) / "labconfig" / "default_setting_overrides.json"
        overrides.parent.mkdir()
        overrides.write_text(json.dumps(_OVERRIDES))
        os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(
            filter(None, [config, os.environ.get("JUPYTER_CONFIG_PATH", "")])
        )
        LabApp.launch_instance(
            [
                f"--LabApp.default_url=/doc/tree/{NOTEBOOK}",
                "--LabApp.news_url=None",
                f"--ServerApp.root_dir={notebooks}",
                *args.rest,
            ]
        )
    return 0


def _notebooks() -> Path:
    """The notebooks to work in: those of a checkout, else a copy of the shipped ones in this folder."""
    here = Path(__file__).parent
    if (here.parent / "notebooks" / NOTEBOOK).is_file() and not (here / "notebooks").is_dir():
        return here.parent / "notebooks"
    mine = Path.cwd() / "copilot-notebooks"
    if not mine.exists():
        shutil.copytree(here / "notebooks", mine)
        print(f"Your copy of the notebooks: {mine}")
    return mine


if __name__ == "__main__":
    raise SystemExit(main())
