"""Fields that state a time: start and end, a time, a length, in a row of a table or an object of a document."""

from __future__ import annotations

from ..shot import Span
from .notation import Mark
from .quantities import CLOCK, quantities

_STARTS = frozenset(
    "start start_time starttime start_s start_sec start_seconds from begin in t0 time_start 开始 inicio début".split()
)
_ENDS = frozenset("end end_time endtime end_s end_sec end_seconds to until out t1 time_end stop 结束 fin ende".split())
_TIMES = frozenset(
    "time timestamp timestamps timecode time_range timerange range window timing t at time_s when seconds time_code "
    "时间 時間 tiempo temps zeit tc".split()
)
_LENGTHS = frozenset(
    "duration length dur duration_s duration_sec duration_seconds length_s seconds secs 时长 durée duración "
    "dauer".split()
)


def record_mark(flat: str, fields: dict[str, Span], fps: float) -> Mark | None:
    """The time that a record's fields state, or None."""
    start, end = (_field(flat, fields, names, fps) for names in (_STARTS, _ENDS))
    if start is not None and end is not None:
        where = Span(min(start.where.start, end.where.start), max(start.where.end, end.where.end))
        return Mark("window", "fields", start.start, end.start, where, start.first, end.first, 2)
    times = _field(flat, fields, _TIMES, fps) or start
    if times is not None:
        if times.end is not None:
            return times._replace(kind="window", notation="fields")
        length = _field(flat, fields, _LENGTHS - {"seconds"}, fps)
        if length is not None and length.end is None and times.start is not None and length.start is not None:
            return times._replace(kind="window", notation="fields", end=times.start + length.start)
        return times._replace(kind="start", notation="fields")
    length = _field(flat, fields, _LENGTHS, fps)
    return None if length is None or length.end is not None else length._replace(kind="shot", notation="fields")


def _field(flat: str, fields: dict[str, Span], names: frozenset[str], fps: float) -> Mark | None:
    """The number or range that one of the named fields holds."""
    for name in fields:
        if name not in names:
            continue
        span = fields[name]
        if span.end - span.start > 48:
            continue
        found = next(iter(quantities(flat, span.start, span.end, fps)), None)
        if (
            found is not None
            and found.unit in ("s", CLOCK, "", "frames")
            and not flat[span.start : found.start].strip(" \"'([*_~")
        ):
            return Mark("window", "fields", found.a, found.b, Span(found.start, found.end), found.first, found.last, 2)
    return None


def loose_window(flat: str, spans: list[Span], fps: float) -> Mark | None:
    """A window in one of the first fields, whatever the field is called."""
    for span in spans[:2]:
        mark = _field(flat, {"time": span}, _TIMES, fps)
        if mark is not None and mark.end is not None:
            return mark
    return None


def key_mark(flat: str, key: Span | None, fps: float) -> Mark | None:
    """The window that a field's own name states: {"0-2s": "a crane swings"}."""
    mark = _field(flat, {"time": key}, _TIMES, fps) if key is not None else None
    return mark if mark is not None and mark.end is not None else None
