"""One private event loop in a daemon thread: the only place where voices speak.

A script has no loop, a notebook cell sits inside a running one, and the callback of a widget may come from any
thread, with or without one. A loop of our own works the same for all of them, and is never closed under a client that
keeps connections open.

    run(coro)      waits for it, from any thread but the loop's own
    arun(coro)     awaits it, from any loop
    aside(f)       awaited on the loop: calls f where the person is, in the thread that waits in `run` or in the loop
                   that awaits `arun`, so that `input` and progress appear there and Ctrl-C reaches them
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from contextvars import ContextVar
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from ..errors import InputError

T = TypeVar("T")
Post = Callable[[Callable[[], object]], object]

_lock = threading.Lock()
_loop: asyncio.AbstractEventLoop | None = None
_thread: threading.Thread | None = None
_post: ContextVar[Post | None] = ContextVar("post", default=None)

SETTLE_S = 2.0
"""How long a cancelled coroutine may take to put its things in order before its caller goes on [s]."""


def private() -> asyncio.AbstractEventLoop:
    """The loop, running; made when first asked for."""
    global _loop, _thread
    with _lock:
        if _loop is None or _thread is None or not _thread.is_alive():
            _loop = asyncio.new_event_loop()
            _thread = threading.Thread(target=_loop.run_forever, name="copilot-loop", daemon=True)
            _thread.start()
        return _loop


def _forget() -> None:
    """In the child of a fork the thread is gone, and the lock may be held for ever."""
    global _lock, _loop, _thread
    _lock, _loop, _thread = threading.Lock(), None, None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def inside() -> bool:
    """True on the thread of the private loop."""
    return threading.current_thread() is _thread


def start(coro: Coroutine[Any, Any, T], post: Post | None = None) -> tuple[Future[T], Future[None]]:
    """(result, ended): the coroutine on the private loop; `ended` is done when it has ended, cancelled or not."""
    loop = private()
    result: Future[T] = Future()
    ended: Future[None] = Future()

    def begin() -> None:
        task = loop.create_task(coro)
        task.add_done_callback(settle)
        result.add_done_callback(lambda r: loop.call_soon_threadsafe(task.cancel) if r.cancelled() else None)

    def settle(task: asyncio.Task[T]) -> None:
        ended.set_result(None)
        with suppress(InvalidStateError):  # cancelled from another thread at this very moment
            if task.cancelled():
                result.cancel()
            elif error := task.exception():
                result.set_exception(error)
            else:
                result.set_result(task.result())

    token = _post.set(post)
    try:
        loop.call_soon_threadsafe(begin)  # in a copy of the caller's context, so prints land in the caller's cell
    finally:
        _post.reset(token)
    return result, ended


def run(coro: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns; waits for it. An interrupt cancels it, and comes out when it has ended."""
    if inside():
        coro.close()
        raise InputError(
            "run: called on the event loop on which voices speak, where waiting would never end. Fix: await arun()."
        )
    jobs: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
    result, ended = start(coro, jobs.put)
    result.add_done_callback(lambda _: jobs.put(None))
    try:
        while True:
            with suppress(Empty):  # waiting for ever cannot be interrupted on Windows
                if (job := jobs.get(timeout=1.0)) is None:
                    return result.result()
                job()
    except BaseException:
        result.cancel()
        with suppress(TimeoutError):
            ended.result(SETTLE_S)
        raise


async def arun(coro: Coroutine[Any, Any, T]) -> T:
    """What the coroutine returns. Cancelling the wait cancels it, and comes out when it has ended."""
    here = asyncio.get_running_loop()
    failures: list[Exception] = []

    def guarded(job: Callable[[], object]) -> None:
        try:
            job()
        except Exception as e:  # a callback of the loop has nobody to raise to
            failures.append(e)
            result.cancel()

    result, ended = start(coro, lambda job: here.call_soon_threadsafe(guarded, job))
    try:
        return await asyncio.wrap_future(result)
    except asyncio.CancelledError:
        result.cancel()
        await settled(ended)
        if failures:
            raise failures[0] from None
        raise


async def settled(ended: Future[None]) -> None:
    """Returns when a cancelled coroutine has put its things in order, or took too long for that."""
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(ended)), SETTLE_S)


def post(job: Callable[[], object]) -> None:
    """Nothing; the job is called where the person is, soon. Called on the loop."""
    where = _post.get()
    if where is None:
        threading.Thread(target=job, name="copilot-aside", daemon=True).start()
    else:
        where(job)


async def aside(function: Callable[[], T]) -> T:
    """What the function returns, called where the person is; it may block there."""
    result: Future[T] = Future()

    def job() -> None:
        if result.set_running_or_notify_cancel():
            try:
                result.set_result(function())
            except Exception as e:
                result.set_exception(e)

    post(job)
    return await asyncio.wrap_future(result)
