"""Opens many streams on one server, brings it cases and says how late each stream hears of them.

usage: streams.py URL CERTIFICATE ROLE COUNT RATE SECONDS
The accounts are those that ops/bench made: bench-ROLE-1 and so on, with the tokens of the same names.
Prints: RESULT events, cases, p50, p99 and worst milliseconds from the answer to the filing until the event is there.
Between READY and the first filing it waits for a line on its input.
"""

import asyncio
import json
import ssl
import sys
import time
from urllib.parse import urlsplit

url, certificate, role, count, rate, seconds = sys.argv[1:]
count, rate, seconds = int(count), float(rate), float(seconds)
place = urlsplit(url)
tls = ssl.create_default_context(cafile=certificate)

answered = {}
heard = {}
open_streams = 0


async def connect():
    return await asyncio.open_connection(place.hostname, place.port, ssl=tls, limit=1 << 20)


async def watch(index, gate):
    global open_streams
    async with gate:
        reader, writer = await connect()
        writer.write(
            f"GET /v1/queue/stream HTTP/1.1\r\nHost: {place.netloc}\r\nAuthorization: Bearer bench-{role}-{index}\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(head.decode())
        await reader.readuntil(b"\n\n")
        open_streams += 1
    name = b""
    while True:
        line = await reader.readline()
        if not line:
            raise SystemExit("a stream ended")
        if line.startswith(b"event: "):
            name = line[7:].strip()
        elif line.startswith(b"data: ") and name == b"new":
            now = time.monotonic()
            number = json.loads(line[6:])["number"]
            heard.setdefault(number, []).append(now)


async def file_cases(regions, unclear):
    reader, writer = await connect()
    begin, index = time.monotonic(), 0
    while time.monotonic() - begin < seconds:
        await asyncio.sleep(max(0, begin + index / rate - time.monotonic()))
        filing = {"kind": "complaint", "title": "夜市占道经营", "body": "每晚占道经营，油烟扰民。"}
        if unclear:
            filing = {"kind": "consultation", "title": "问一件事", "body": "想问一件事。"}
        else:
            filing |= {"category": "030701", "region": regions[index % len(regions)]}
        index += 1
        body = json.dumps(filing).encode()
        head = f"POST /v1/cases HTTP/1.1\r\nHost: {place.netloc}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        writer.write(head.encode() + body)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(next(line[16:] for line in head.decode().split("\r\n") if line.lower().startswith("content-length: ")))
        answer = json.loads(await reader.readexactly(length))
        answered[answer["number"]] = time.monotonic()


async def main():
    gate = asyncio.Semaphore(32)
    begin = time.monotonic()
    tasks = [asyncio.create_task(watch(index, gate)) for index in range(1, count + 1)]
    while open_streams < count:
        for task in tasks:
            if task.done():
                task.result()
        await asyncio.sleep(0.1)
    print(f"READY {open_streams} streams in {time.monotonic() - begin:.1f} s", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    regions = ["331102", "331121", "331122", "331123", "331124", "331125", "331126", "331127", "331181"]
    await file_cases(regions, unclear=role == "dispatcher")
    await asyncio.sleep(2)
    late = sorted((at - answered[number]) * 1000 for number, times in heard.items() if number in answered for at in times)
    if not late:
        raise SystemExit("no event came")
    if role == "dispatcher" and len(late) != count * len(answered):
        raise SystemExit(f"{len(late)} events of {count * len(answered)}")
    print(f"RESULT {len(late)} {len(answered)} {late[len(late) // 2]:.0f} {late[len(late) * 99 // 100]:.0f} {late[-1]:.0f}", flush=True)
    for task in tasks:
        task.cancel()


asyncio.run(main())
