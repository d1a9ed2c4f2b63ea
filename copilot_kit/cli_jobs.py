"""The commands that deal with engines: compile and quote."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import asdict

from .shot import Shot

SETTINGS = ("seconds", "resolution", "ratio", "size", "fps", "seed", "negative", "words")


def add_commands(
    command: Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser],
    shot_of: Callable[[str, float | None], Shot],
) -> None:
    """Adds both commands to the parser; shot_of reads the file that is named, or standard input."""

    def compile_(args: argparse.Namespace) -> int:
        from .jobs import compile as compile_for
        from .jobs import migrate

        asked = {name: getattr(args, name) for name in SETTINGS if getattr(args, name) is not None}
        if args.silent:
            asked["audio"] = False
        shot = shot_of(args.file, None)
        job = (
            migrate(shot, args.source, args.engine, **asked) if args.source else compile_for(shot, args.engine, **asked)
        )
        if args.json:
            told = {
                "engine": job.engine.name,
                "checked": job.engine.checked,
                "text": job.text,
                "settings": dict(job.settings),
                "price_usd": job.price_usd,
                "price": job.price,
                "losses": [asdict(loss) for loss in job.losses],
                "request": job.request,
            }
            print(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            print(job)
        return 0

    def quote(args: argparse.Namespace) -> int:
        from .jobs import quote as quote_for

        table = quote_for(shot_of(args.file, args.seconds), args.engine or None)
        if args.json:
            rows = table.reset_index().astype(object).where(table.reset_index().notna(), None)
            print(json.dumps(rows.to_dict("records"), ensure_ascii=False, indent=2))
        else:
            shown = table[["usd", "seconds", "frame", "price", "losses", "checked"]]
            print(shown.to_string(na_rep="unknown", float_format=lambda v: f"{v:.2f}"))
            print("\nusd: for one clip, 0.00 on own hardware. losses: what that engine cannot be told as it stands.")
        return 0

    made = command("compile", compile_, "say a prompt in an engine's dialect, and what is lost and what it costs")
    made.add_argument("file")
    made.add_argument("--engine", required=True, help="the engine that it is for; see `copilot-kit engines`")
    made.add_argument(
        "--from", dest="source", metavar="ENGINE", help="the engine that it was written for, to migrate it"
    )
    made.add_argument("--seconds", type=float, help="length of the clip [s]; left out: the nearest that is offered")
    made.add_argument("--resolution", help="720p, 1080p ..., as the engine offers")
    made.add_argument("--ratio", help="16:9, 9:16 ...")
    made.add_argument("--size", help="1280x720 ..., where the engine takes pixels")
    made.add_argument("--fps", type=float, help="frames a second, where there is a choice")
    made.add_argument("--seed", type=int, help="where the engine takes one")
    made.add_argument("--negative", help="what is not wanted, where the engine has a field for it")
    made.add_argument("--words", type=int, help="aim at no more than so many words")
    made.add_argument("--silent", action="store_true", help="without sound, where it can be switched off")
    made.add_argument("--json", action="store_true", help="as JSON, with the request as the API takes it")

    asked = command("quote", quote, "list what a prompt would cost on each engine, the cheapest first")
    asked.add_argument("file")
    asked.add_argument("--engine", action="append", help="only this one; may be given several times")
    asked.add_argument("--seconds", type=float, help="length of the clip, where the text does not state it [s]")
    asked.add_argument("--json", action="store_true", help="as JSON; an unknown price is null")
