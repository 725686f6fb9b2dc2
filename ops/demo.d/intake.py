"""Sends letters over many kept connections, spread over processes: one Python process would be the bottleneck."""

import multiprocessing
import os
import threading
import time

from line import Unexpected

# Of each so many letters one is sent twice with its key, and one is tracked as its sender would.
REPEATED, TRACKED = 50, 50


class Receipt:
    """What the demonstration keeps of an answer."""

    def __init__(self, answer):
        routing = answer["routing"]
        self.number = answer["number"]
        self.department = answer["department"]
        self.reason = routing.get("reason")
        self.basis = [basis["code"] for basis in routing["basis"]]
        self.clocks = clocks_of(answer)


def clocks_of(view):
    return [(clock["stage"], clock["state"]) for clock in view["clocks"]]


class Intake:
    def __init__(self):
        self.receipts, self.failures = [], []
        self.submissions, self.requests = [], []
        self.seconds = 0.0
        self.retried = self.repeated = self.tracked = 0


def send(house, filings, run, clients, progress):
    """Submits every filing; `progress(done)` is called now and then."""
    context = multiprocessing.get_context("fork")
    processes = max(1, min(clients, os.cpu_count() or 2, 8))
    done = context.Array("q", processes, lock=False)
    workers = []
    started = time.perf_counter()
    for index in range(processes):
        reader, writer = context.Pipe(duplex=False)
        threads = clients // processes + (index < clients % processes)
        share = list(enumerate(filings))[index::processes]
        worker = context.Process(target=work, args=(house, share, run, threads, done, index, writer), daemon=True)
        worker.start()
        writer.close()
        workers.append((worker, reader))
    result = Intake()
    for worker, reader in workers:
        while not reader.poll(0.2):
            progress(sum(done))
            if not worker.is_alive() and not reader.poll(0):
                break
        try:
            part = reader.recv()
        except EOFError:
            result.failures.append("a sending process ended early")
            continue
        for name in ("receipts", "failures", "submissions", "requests"):
            getattr(result, name).extend(getattr(part, name))
        for name in ("retried", "repeated", "tracked"):
            setattr(result, name, getattr(result, name) + getattr(part, name))
        worker.join()
    progress(sum(done))
    result.seconds = time.perf_counter() - started
    return result


def work(house, share, run, threads, done, index, writer):
    result = Intake()
    queue = iter(share)
    lock = threading.Lock()

    def sender():
        client = house.client()
        while True:
            with lock:
                entry = next(queue, None)
            if entry is None:
                break
            try:
                submit(client, entry, run, result)
            except (Unexpected, KeyError, TypeError) as error:
                result.failures.append(f"letter {entry[0] + 1}: {error if isinstance(error, Unexpected) else repr(error)}")
            with lock:
                done[index] += 1
        client.close()
        with lock:
            result.requests.extend(client.seconds)
            result.retried += client.retried

    senders = [threading.Thread(target=sender) for _ in range(threads)]
    for thread in senders:
        thread.start()
    for thread in senders:
        thread.join()
    writer.send(result)
    writer.close()


def submit(client, entry, run, result):
    position, (filing, recorded) = entry
    who = ("operator" if "operator" in client.house.tokens else "dispatcher") if recorded else None
    # New in each run, the same in each try of one run.
    key = f"demo-{run}-{position}"
    answer = client.call("POST", "/v1/cases", filing, who=who, key=key, expect=(201,))
    result.submissions.append(client.seconds[-1])
    result.receipts.append(Receipt(answer.json))
    if position % REPEATED == 1:
        again = client.call("POST", "/v1/cases", filing, who=who, key=key, expect=(201,))
        if again.content != answer.content:
            raise Unexpected("the same key did not get the same answer")
        result.repeated += 1
    if position % TRACKED == 2:
        tracked = client.call("GET", f"/v1/tracking/{answer.json['number']}", code=answer.json["query_code"])
        if tracked.json["title"] != filing["title"]:
            raise Unexpected(f"{answer.json['number']} was tracked with another title")
        result.tracked += 1
