"""The command that makes an animatic in a terminal."""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from .shot import Shot


def add_animatic(
    command: Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser],
    shot_of: Callable[[str, float | None], Shot],
) -> None:
    """Adds the command to the parser; shot_of reads the file that is named, or standard input."""

    def animatic_(args: argparse.Namespace) -> int:
        from .previs import animatic

        out = args.out or (Path("animatic.mp4") if args.file == "-" else Path(args.file).with_suffix(".mp4"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # what is missing is said below, in its place
            made = animatic(shot_of(args.file, args.seconds), out, size=args.size, fps=args.fps)
        print(made.describe())
        if made.film is None:
            print(
                f"copilot-kit: {made.missing} Made instead, beside {out}: the sound and the storyboard.",
                file=sys.stderr,
            )
            return 1
        if args.storyboard:
            args.storyboard.mkdir(parents=True, exist_ok=True)
            for path in made.storyboard().save(args.storyboard):
                print(path)
        print(out)
        return 0

    made = command("animatic", animatic_, "make a timed preview film of a prompt, with placeholder picture and sound")
    made.add_argument("file")
    made.add_argument("-o", "--out", type=Path, help="film to write (beside the file, .mp4)")
    made.add_argument("--size", help="landscape, portrait, square or WIDTHxHEIGHT (the shape that the prompt states)")
    made.add_argument("--fps", type=int, default=24, help="pictures for each second (24)")
    made.add_argument("--seconds", type=float, help="length of the clip, where the text does not state it [s]")
    made.add_argument("--storyboard", type=Path, metavar="FOLDER", help="also write one picture for each beat")
