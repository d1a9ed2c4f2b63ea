"""A server on the loopback that speaks the real protocols: Messages, Chat Completions and Responses, streamed or not.

    with Loopback(scene, scene, ...) as server:      one scene for each request; then `server.talk` answers
        server.url                                   ANTHROPIC_BASE_URL; + "/v1" is OPENAI_BASE_URL
        server.requests                              what came, in order

A scene is what happens to one request: words, or a fault on the socket itself. Caches are kept as the vendors document
theirs (a prefix that ends at a breakpoint; whole blocks of 128 tokens above 1,024), so that usage means something.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Scene:
    """What happens to one request.

    text     the words, sent after `think_s` in pieces of `piece` characters with `pause_s` between them
    status   an HTTP status of 400 or more, with `body` and `headers`
    stop     how the model says that it stopped; None says nothing and closes
    cut      what happens after `after` pieces: "reset", "stall", "end", "error", "json"; before the head if after < 0
    """

    text: str = "A plain answer."
    stop: str | None = "stop"
    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: str = ""
    after: int = 3
    piece: int = 24
    pause_s: float = 0.0
    think_s: float = 0.0
    error: str = "overloaded_error"
    thinking: int = 0
    stall_s: float = 30.0


@dataclass
class Heard:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    raw: bytes
    at: float
    usage: dict[str, int] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        ends = {"/messages": "anthropic", "/chat/completions": "chat", "/responses": "responses"}
        return next((k for e, k in ends.items() if self.path.endswith(e)), "other")

    @property
    def blocks(self) -> list[str]:
        """The prompt in the order in which a model reads it, block by block."""
        b = self.body
        system = b.get("system") or b.get("instructions") or ""
        first = [system] if isinstance(system, str) else [s["text"] for s in system]
        rest = [f"{m['role']}\x1f{m['content']}" for m in b.get("messages") or b.get("input") or ()]
        return [s for s in first if s] + rest

    @property
    def prompt(self) -> str:
        return "\x1e".join(self.blocks)


STOPS = {
    "anthropic": {"stop": "end_turn", "length": "max_tokens", "refused": "refusal"},
    "chat": {"stop": "stop", "length": "length", "refused": "content_filter"},
}


class Loopback:
    """The server, in a thread of its own."""

    def __init__(self, *scenes: Scene, talk: Callable[[Heard], Scene] | None = None) -> None:
        self.scenes = list(scenes)
        self.talk = talk or (lambda heard: Scene())
        self.requests: list[Heard] = []
        self.gone = threading.Event()  # set when a client went away in mid-answer
        self.first_bytes: list[float] = []
        self.models = ["claude-sonnet-5-5", "gpt-6.2-sol", "tiny-3b"]
        self._prefixes: dict[str, set[str]] = {}
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="loopback")

    def __enter__(self) -> Loopback:
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def __exit__(self, *problem: object) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(5)

    @property
    def calls(self) -> list[Heard]:
        """Requests for words."""
        return [r for r in self.requests if r.kind != "other"]

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        tasks: set[asyncio.Task[None]] = set()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            tasks.add(task)
            try:
                while await self._answer(reader, writer):
                    pass
            except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
                self.gone.set()
            finally:
                tasks.discard(task)
                writer.close()

        server = await asyncio.start_server(connected, "127.0.0.1", 0, limit=2**22)
        self.port = server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._ready.set()
        await self._over.wait()
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answers one request; False if the connection is over."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except asyncio.IncompleteReadError:
            return False
        line, *lines = head.strip().split("\r\n")
        headers = {k.lower(): v.strip() for k, _, v in (text.partition(":") for text in lines)}
        raw = await reader.readexactly(int(headers.get("content-length", 0)))
        heard = Heard(
            line.split()[1].partition("?")[0], headers, json.loads(raw) if raw else {}, raw, time.perf_counter()
        )
        self.requests.append(heard)
        if heard.kind == "other":
            facts = {"type": "model", "object": "model", "created_at": "2026-11-20T00:00:00Z", "created": 1}
            listed = [{"id": name, "display_name": name, "owned_by": "x", **facts} for name in self.models]
            await self._json(writer, 200, {"data": listed, "has_more": False, "object": "list"})
            return True
        scene = self.scenes.pop(0) if self.scenes else self.talk(heard)
        if scene.status >= 400:
            await self._json(writer, scene.status, scene.body, scene.headers)
            return True
        heard.usage = self._counted(heard, scene)
        if scene.cut and scene.after < 0:
            return await self._cut(writer, scene, reader)
        if isinstance(scene.body, str):
            kind = scene.headers.get("content-type", "text/html")
            data = scene.body.encode()
            writer.write(
                f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {len(data)}\r\n\r\n".encode() + data
            )
            await writer.drain()
            return True
        if not heard.body.get("stream"):
            await self._json(writer, 200, whole(heard, scene))
            return True
        return await self._stream(reader, writer, heard, scene)

    async def _stream(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, heard: Heard, scene: Scene
    ) -> bool:
        begin, said, end = events(heard, scene)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n"
                     b"transfer-encoding: chunked\r\nx-request-id: req_loopback\r\n\r\n")  # fmt: skip
        writer.write(b"".join(map(_chunk, begin)))
        await writer.drain()
        if scene.think_s:
            await asyncio.sleep(scene.think_s)
        for number, piece in enumerate(said):
            if scene.cut and number == scene.after:
                return await self._cut(writer, scene, reader)
            if scene.pause_s:
                await asyncio.sleep(scene.pause_s)
                if reader.at_eof():
                    self.gone.set()
                    return False
            if not number:
                self.first_bytes.append(time.perf_counter())
            writer.write(_chunk(piece))
            if scene.pause_s or number % 16 == 0:
                await writer.drain()
        if scene.cut:
            return await self._cut(writer, scene, reader)
        writer.write(b"".join(map(_chunk, end)) + b"0\r\n\r\n")
        await writer.drain()
        return True

    async def _cut(self, writer: asyncio.StreamWriter, scene: Scene, reader: asyncio.StreamReader) -> bool:
        await writer.drain()
        await asyncio.sleep(0.05)  # what was sent has to be read before the line breaks
        if scene.cut == "reset":
            raw = writer.get_extra_info("socket")
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif scene.cut == "stall":
            for _ in range(int(scene.stall_s / 0.05)):
                await asyncio.sleep(0.05)
                if reader.at_eof():
                    self.gone.set()
                    break
        elif scene.cut == "end":
            writer.write(b"0\r\n\r\n")
        elif scene.cut == "error":
            told = {"type": "error", "error": {"type": scene.error, "message": "Overloaded, it says."}}
            writer.write(_chunk(f"event: error\ndata: {json.dumps(told)}\n\n".encode()) + b"0\r\n\r\n")
        elif scene.cut == "json":
            writer.write(
                _chunk(b'event: content_block_delta\ndata: {"type": "content_block_delta", "ind\n\n') + b"0\r\n\r\n"
            )
        if not writer.is_closing() and scene.cut in ("end", "error", "json"):
            await writer.drain()
        return False

    async def _json(
        self, writer: asyncio.StreamWriter, status: int, body: Any, headers: dict[str, str] | None = None
    ) -> None:
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        kind = "text/html" if isinstance(body, str) else "application/json"
        extra = "".join(f"{k}: {v}\r\n" for k, v in (headers or {}).items())
        writer.write(
            f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {len(data)}\r\n{extra}\r\n".encode() + data
        )
        await writer.drain()

    def _counted(self, heard: Heard, scene: Scene) -> dict[str, int]:
        """Tokens of this request as the vendor would bill them: four bytes each."""
        blocks = heard.blocks
        total = tokens(heard.prompt)
        out = tokens(scene.text) + scene.thinking
        mark = f"{heard.body.get('model')}"
        known = self._prefixes.setdefault(mark, set())
        read = 0
        if heard.kind == "anthropic":
            ends = ["\x1e".join(blocks[: n + 1]) for n in range(len(blocks))]
            for prefix in reversed(ends[-20:]):
                if prefix in known:
                    read = tokens(prefix)
                    break
            if heard.body.get("cache_control"):
                known |= {ends[0], ends[-1]}
            written = total - read if heard.body.get("cache_control") else 0
            return {"fresh": total - read - written, "read": read, "written": written, "out": out, "total": total}
        for earlier in known:
            same = common(earlier, heard.prompt) // 4 // 128 * 128
            read = max(read, same if same >= 1024 else 0)
        known.add(heard.prompt)
        return {"fresh": total - read, "read": read, "written": 0, "out": out, "total": total}


def tokens(text: str) -> int:
    return max(1, len(text.encode()) // 4)


def common(a: str, b: str) -> int:
    """How many characters two texts have in common at their beginning."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if a[:middle] == b[:middle] else (low, middle - 1)
    return low


def _chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def _event(name: str, data: dict[str, Any]) -> bytes:
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(data)}\n\n".encode()


def pieces(scene: Scene) -> list[str]:
    return [scene.text[i : i + scene.piece] for i in range(0, len(scene.text), scene.piece)]


def events(heard: Heard, scene: Scene) -> tuple[list[bytes], list[bytes], list[bytes]]:
    """What is sent before, as, and after the words."""
    make = {"anthropic": _anthropic, "chat": _chat, "responses": _responses}[heard.kind]
    return make(heard, scene)


def _anthropic(heard: Heard, scene: Scene) -> tuple[list[bytes], list[bytes], list[bytes]]:
    u = heard.usage
    counts = {
        "input_tokens": u["fresh"],
        "cache_read_input_tokens": u["read"],
        "cache_creation_input_tokens": u["written"],
    }
    message = {
        "id": "msg_1", "type": "message", "role": "assistant", "model": heard.body["model"], "content": [],
        "stop_reason": None, "stop_sequence": None, "usage": {**counts, "output_tokens": 1},
    }  # fmt: skip
    begin = [_event("message_start", {"type": "message_start", "message": message}), _event("ping", {"type": "ping"})]
    index = 0
    if scene.thinking:
        block = {"type": "thinking", "thinking": "", "signature": ""}
        begin += [
            _event("content_block_start", {"type": "content_block_start", "index": 0, "content_block": block}),
            _event("content_block_delta", {"type": "content_block_delta", "index": 0,
                                           "delta": {"type": "signature_delta", "signature": "c2ln"}}),
            _event("content_block_stop", {"type": "content_block_stop", "index": 0}),
        ]  # fmt: skip
        index = 1
    said = [
        _event("content_block_delta",
               {"type": "content_block_delta", "index": index, "delta": {"type": "text_delta", "text": t}})
        for t in pieces(scene)
    ]  # fmt: skip
    if said:
        begin.append(_event("content_block_start", {"type": "content_block_start", "index": index,
                                                    "content_block": {"type": "text", "text": ""}}))  # fmt: skip
    if scene.stop is None:
        return begin, said, []
    stop = STOPS["anthropic"].get(scene.stop, scene.stop)
    delta: dict[str, Any] = {"stop_reason": stop, "stop_sequence": None}
    if stop == "refusal":
        delta["stop_details"] = {"type": "refusal", "category": "general_harms", "explanation": None}
    usage = {**counts, "output_tokens": u["out"], "output_tokens_details": {"thinking_tokens": scene.thinking}}
    end = [_event("content_block_stop", {"type": "content_block_stop", "index": index})] if said else []
    end.append(_event("message_delta", {"type": "message_delta", "delta": delta, "usage": usage}))
    end.append(_event("message_stop", {"type": "message_stop"}))
    return begin, said, end


def _chat_usage(u: dict[str, int], scene: Scene) -> dict[str, Any]:
    return {
        "prompt_tokens": u["total"], "completion_tokens": u["out"], "total_tokens": u["total"] + u["out"],
        "prompt_tokens_details": {"cached_tokens": u["read"], "cache_write_tokens": u["written"]},
        "completion_tokens_details": {"reasoning_tokens": scene.thinking},
    }  # fmt: skip


def _chat(heard: Heard, scene: Scene) -> tuple[list[bytes], list[bytes], list[bytes]]:
    base = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": heard.body["model"]}

    def chunk(delta: dict[str, Any], reason: str | None = None) -> bytes:
        return _event(
            "", {**base, "choices": [{"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}]}
        )

    begin = [chunk({"role": "assistant", "content": ""})]
    said = [chunk({"content": t}) for t in pieces(scene)]
    if scene.stop is None:
        return begin, said, []
    end = [chunk({}, STOPS["chat"].get(scene.stop, scene.stop))]
    if (heard.body.get("stream_options") or {}).get("include_usage"):
        end.append(_event("", {**base, "choices": [], "usage": _chat_usage(heard.usage, scene)}))
    return begin, said, [*end, b"data: [DONE]\n\n"]


def _responses(heard: Heard, scene: Scene) -> tuple[list[bytes], list[bytes], list[bytes]]:
    number = 0

    def event(type_: str, **data: Any) -> bytes:
        nonlocal number
        number += 1
        return _event(type_, {"type": type_, "sequence_number": number, **data})

    u, done = heard.usage, scene.stop == "stop"
    answer: dict[str, Any] = {
        "id": "resp_1", "object": "response", "created_at": 1, "model": heard.body["model"], "status": "in_progress",
        "output": [], "parallel_tool_calls": True, "tool_choice": "auto", "tools": [], "error": None,
        "incomplete_details": None, "instructions": None, "metadata": {}, "temperature": 1.0, "top_p": 1.0,
    }  # fmt: skip
    item = {"id": "msg_1", "type": "message", "role": "assistant", "status": "in_progress", "content": []}
    part = {"type": "output_text", "text": "", "annotations": []}
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    begin = [
        event("response.created", response=answer),
        event("response.output_item.added", output_index=0, item=item),
        event("response.content_part.added", **place, part=part),
    ]
    said = [event("response.output_text.delta", **place, delta=t, logprobs=[]) for t in pieces(scene)]
    if scene.stop is None:
        return begin, said, []
    usage = {
        "input_tokens": u["total"], "output_tokens": u["out"], "total_tokens": u["total"] + u["out"],
        "input_tokens_details": {"cached_tokens": u["read"], "cache_write_tokens": 0},
        "output_tokens_details": {"reasoning_tokens": scene.thinking},
    }  # fmt: skip
    why = {"length": "max_output_tokens", "refused": "content_filter"}.get(scene.stop)
    kind = "response.completed" if done else "response.incomplete"
    final = {**answer, "status": kind.partition(".")[2], "usage": usage, "incomplete_details": why and {"reason": why}}
    return begin, said, [event(kind, response=final)]


def whole(heard: Heard, scene: Scene) -> dict[str, Any]:
    """The answer in one piece, for a request that asks for no stream."""
    u = heard.usage
    if heard.kind == "anthropic":
        return {
            "id": "msg_1", "type": "message", "role": "assistant", "model": heard.body["model"],
            "content": [{"type": "text", "text": scene.text}], "stop_sequence": None,
            "stop_reason": STOPS["anthropic"].get(scene.stop or "", scene.stop),
            "usage": {"input_tokens": u["fresh"], "output_tokens": u["out"],
                      "cache_read_input_tokens": u["read"], "cache_creation_input_tokens": u["written"]},
        }  # fmt: skip
    if heard.kind == "chat":
        choice = {"index": 0, "message": {"role": "assistant", "content": scene.text, "refusal": None},
                  "finish_reason": STOPS["chat"].get(scene.stop or "", scene.stop), "logprobs": None}  # fmt: skip
        return {"id": "c", "object": "chat.completion", "created": 1, "model": heard.body["model"],
                "choices": [choice], "usage": _chat_usage(u, scene)}  # fmt: skip
    raise AssertionError("Responses are only spoken as a stream here")
