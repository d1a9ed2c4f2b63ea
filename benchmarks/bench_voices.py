"""Models over the wire, beside a bare loop of the vendors' SDKs that sends the same requests to the same server.

The server is another process on this machine. "at full speed" it sends as fast as it can, so that nothing hides what
the kit adds; "at the pace of a model" it thinks for 0.15 s and then sends a piece each 5 ms, ten times as fast as most.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from wire.server import Heard, Loopback, Scene, common, tokens  # noqa: E402
from wire.talk import talk  # noqa: E402

IDEA = "a bell ringer feels the rope go slack in an empty tower at dusk"
NAMES = {"Claude": "anthropic:claude-sonnet-5-5", "GPT": "openai:gpt-6.2-sol"}
PACES = {"at full speed": (0.0, 0.0), "at the pace of a model": (0.15, 0.005)}


def serve(think_s: float, pause_s: float) -> None:
    """Serves until standard input is closed."""

    def paced(heard: Heard) -> Scene:
        return replace(talk(heard), think_s=think_s, pause_s=pause_s)

    with Loopback(talk=paced) as server:
        print(server.url, flush=True)
        sys.stdin.read()


@contextmanager
def server_process(think_s: float, pause_s: float) -> Any:
    """The address of a server in a process of its own."""
    command = [sys.executable, __file__, str(think_s), str(pause_s)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdin
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()


def point_at(url: str) -> None:
    os.environ |= {"ANTHROPIC_BASE_URL": url, "OPENAI_BASE_URL": f"{url}/v1"}
    os.environ |= {"ANTHROPIC_API_KEY": "bench-0123456789", "OPENAI_API_KEY": "bench-0123456789"}


def ours(name: str, library: Any = None) -> Any:
    """A dialogue of seven rounds, spoken."""
    from copilot_kit.dialogue.play import Dialogue

    return Dialogue(IDEA, creator=name, copilot=name, rounds=7, seconds=8, library=library).run()


def bodies_of(name: str) -> list[dict[str, Any]]:
    """The fifteen requests of such a dialogue."""
    with Loopback(talk=talk) as server:
        point_at(server.url)
        ours(name)
        return [heard.body for heard in server.calls]


async def bare(name: str, bodies: list[dict[str, Any]], url: str, client: Any) -> None:
    """The same requests with the SDK and nothing else: words are put together, usage is looked at."""
    for body in bodies:
        words: list[str] = []
        if name.startswith("anthropic"):
            given = {k: v for k, v in body.items() if k != "stream"}
            async with client.messages.stream(**given) as stream:
                async for text in stream.text_stream:
                    words.append(text)
                assert (await stream.get_final_message()).usage.output_tokens
        else:
            usage = None
            async for chunk in await client.chat.completions.create(**body):
                usage = chunk.usage or usage
                if chunk.choices and chunk.choices[0].delta.content:
                    words.append(chunk.choices[0].delta.content)
            assert usage
        assert "".join(words)


def bare_client(name: str, url: str) -> Any:
    import anthropic
    import openai

    if name.startswith("anthropic"):
        return anthropic.AsyncAnthropic(api_key="bench-0123456789", base_url=url, max_retries=0)
    return openai.AsyncOpenAI(api_key="bench-0123456789", base_url=f"{url}/v1", max_retries=0)


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def speed(row: Callable[..., None]) -> None:
    """Seven rounds, ours and bare in turn, so that a busy machine is busy for both."""
    from copilot_kit.dialogue import loop

    for title, name in NAMES.items():
        bodies = bodies_of(name)
        for pace, (think_s, pause_s) in PACES.items():
            runs = 15 if not think_s else 3
            with server_process(think_s, pause_s) as url:
                point_at(url)
                client = bare_client(name, url)
                work = {
                    "ours": lambda n=name: ours(n),
                    "bare": lambda n=name, b=bodies, u=url, c=client: loop.run(bare(n, b, u, c)),
                }
                times: dict[str, list[float]] = {"ours": [], "bare": []}
                for done in range(runs + 1):
                    for who in sorted(work, reverse=bool(done % 2)):
                        times[who].append(timed(work[who]))
            kit, sdk = median(times["ours"][1:]), median(times["bare"][1:])
            row(
                f"{title}, seven rounds {pace}", (kit / sdk - 1) * 100, "%", "<= 3 %" if think_s else "none",
                f"over the bare SDK: {kit:.3f} s and {sdk:.3f} s; {(kit - sdk) / 15 * 1000:.2f} ms a turn",
            )  # fmt: skip


def caching(row: Callable[..., None]) -> None:
    """How much of what is sent was sent before, and what it saves at today's prices."""
    from copilot_kit import files
    from copilot_kit.billing import price_of
    from copilot_kit.dialogue.script import Usage

    for title, name in NAMES.items():
        with Loopback(talk=talk) as server:
            point_at(server.url)
            dialogue = ours(name)
            calls = server.calls
        same = total = 0
        last: dict[str, Heard] = {}
        for heard in calls:
            seat = heard.blocks[0]
            if seat in last and sum(b.startswith("assistant") for b in heard.blocks) >= 2:
                same += tokens(heard.prompt[: common(last[seat].prompt, heard.prompt)])
                total += tokens(heard.prompt)
            last[seat] = heard
        row(
            f"{title}, input sent before, from round 2 on",
            same / total * 100,
            "%",
            ">= 85 %",
            f"{same:,} of {total:,} tokens",
        )
        model = files.model(name.partition(":")[2])
        fed = [Usage(t.usage.input, t.usage.cache_read, t.usage.cache_write, 0) for t in dialogue.turns]
        plain = [Usage(u.input + u.cache_read + u.cache_write, 0, 0, 0) for u in fed]
        cached, full = (sum(price_of(u, model) or 0 for u in usages) for usages in (fed, plain))
        row(
            f"{title}, input bill of seven rounds", cached * 100, "cents", "none",
            f"{full * 100:.2f} cents with no cache, {(1 - cached / full) * 100:.0f} % saved; prices of {model.checked}",
        )  # fmt: skip


def first_word(row: Callable[..., None]) -> None:
    """From the first bytes of an answer to the listener."""
    from copilot_kit.dialogue.play import Dialogue, TextDelta, TurnEnded

    for title, name in NAMES.items():
        shown: list[float] = []
        waiting = [True]

        def listen(event: Any, shown: list[float] = shown, waiting: list[bool] = waiting) -> None:
            if isinstance(event, TextDelta) and waiting[0]:
                shown.append(time.perf_counter())
                waiting[0] = False
            if isinstance(event, TurnEnded):
                waiting[0] = True

        with Loopback(talk=lambda heard: replace(talk(heard), think_s=0.02, pause_s=0.002)) as server:
            point_at(server.url)
            Dialogue(IDEA, creator=name, copilot=name, rounds=7, seconds=8).run(listen)
            late = sorted(1000 * (s - b) for s, b in zip(shown, server.first_bytes, strict=True))
        row(
            f"{title}, first word on screen after its bytes",
            median(late),
            "ms",
            "<= 50 ms",
            f"the latest of 15: {late[-1]:.1f} ms",
        )


def stopping(row: Callable[..., None]) -> None:
    """From stop() to silence, with the words kept."""
    import threading

    from copilot_kit.dialogue.play import Dialogue

    took = []
    for name in list(NAMES.values()) * 4:
        with Loopback(talk=lambda heard: Scene("word " * 500, pause_s=0.01)) as server:
            point_at(server.url)
            dialogue = Dialogue(IDEA, creator=name, copilot=name, rounds=1)
            thread = threading.Thread(target=dialogue.run)
            thread.start()
            while not server.first_bytes:
                time.sleep(0.005)
            time.sleep(0.1)
            took.append(timed(dialogue.stop) * 1000)
            thread.join()
            assert dialogue.turns[-1].outcome == "stopped" and server.gone.wait(2)
    row(
        "Stop in mid-stream",
        median(took),
        "ms",
        "< 500 ms",
        f"the latest of {len(took)}: {max(took):.1f} ms; request aborted",
    )


def main() -> None:
    from benchmarks.run import row

    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            del os.environ[name]
    for part in (speed, caching, first_word, stopping):
        part(row)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        serve(float(sys.argv[1]), float(sys.argv[2]))
    else:
        main()
