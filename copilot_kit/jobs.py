"""Jobs by name: compile and migrate for engines that are named, and a quote for many of them.

The work is done in compiling/, which knows profiles and no files; here a name becomes a profile and the quote a table.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from . import compiling, files
from .compiling import Job
from .profiles import Engine
from .shot import Shot

if TYPE_CHECKING:
    import pandas as pd


def _profile(engine: str | Engine) -> Engine:
    return files.engine(engine) if isinstance(engine, str) else engine


def compile(shot: Shot, engine: str | Engine, **settings: Any) -> Job:  # noqa: A001
    """The shot as a job for an engine, by its name, alias or profile.

    Settings: seconds, resolution, ratio, size, fps, audio, seed, negative, words; see `compiling.compile`.

    Raises
    ------
    UnknownName : no engine, or no setting, of that name
    InputError : the engine is retired, or does not take a setting
    """
    return compiling.compile(shot, _profile(engine), **settings)


def migrate(shot: Shot, source: str | Engine, target: str | Engine, **settings: Any) -> Job:
    """The shot, written for one engine, as a job for another; its losses say what was mapped to what."""
    return compiling.migrate(shot, _profile(source), _profile(target), **settings)


def quote(shot: Shot, engines: Iterable[str | Engine] | None = None) -> pd.DataFrame:
    """What this shot would cost where, the cheapest first: one row for each engine, all live ones unless named.

    Columns: title, usd (NaN where no price is known, 0.0 where there is no fee), seconds, frame, usd_per_second,
    price (list, derived, reseller ..., and whether it is unconfirmed), losses (how many), status, checked (the day
    of the profile). Index: engine. Each row takes the length nearest to the shot's, at 720p where that is offered.
    """
    import pandas as pd

    chosen = [e for e in files.profiles().values() if e.live] if engines is None else [_profile(e) for e in engines]
    rows = []
    for engine in chosen:
        job = compiling.compile(shot, engine)
        frame = job.settings.get("size") or " ".join(
            job.settings[k] for k in ("ratio", "resolution") if k in job.settings
        )
        seconds = float(job.settings["seconds"])
        rows.append(
            {
                "engine": engine.name,
                "title": engine.title,
                "usd": job.price_usd,
                "seconds": seconds,
                "frame": frame,
                "usd_per_second": None if job.price_usd is None else round(job.price_usd / seconds, 4),
                "price": engine.price_grade if job.price_usd is not None else "unknown",
                "losses": len(job.losses),
                "status": f"{engine.status}, unconfirmed" if "status" in engine.unconfirmed else engine.status,
                "checked": engine.checked,
            }
        )
    columns = ["engine", "title", "usd", "seconds", "frame", "usd_per_second", "price", "losses", "status", "checked"]
    table = pd.DataFrame(rows, columns=columns).astype({"usd": "float64", "usd_per_second": "float64"})
    return table.sort_values(["usd", "losses", "engine"], na_position="last", kind="stable").set_index("engine")
