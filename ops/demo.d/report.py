"""What the demonstration prints."""

import os
import sys
from collections import Counter

STAGES = ["dispatch", "sign", "return", "return_ruling", "first_contact", "handle", "feedback", "callback", "rework", "reply"]


class Progress:
    """A bar on a terminal; elsewhere a line at each tenth."""

    def __init__(self, total, started, clock):
        self.total, self.started, self.clock = max(total, 1), started, clock
        self.tenth = 0
        self.bar = sys.stdout.isatty()
        self.ended = False

    def __call__(self, done):
        if self.ended:
            return
        self.ended = done >= self.total
        rate = done / max(self.clock() - self.started, 1e-3)
        if self.bar:
            filled = 40 * done // self.total
            end = "\n" if self.ended else ""
            print(f"\r[{'#' * filled}{'.' * (40 - filled)}] {done}/{self.total}  {rate:,.0f}/s ", end=end, flush=True)
        elif 10 * done // self.total > self.tenth:
            self.tenth = 10 * done // self.total
            print(f"  {done}/{self.total}  {rate:,.0f}/s", flush=True)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0


def heading(text):
    print(f"\n{text}")


def received(intake):
    routed = [r for r in intake.receipts if r.department]
    waiting = [r for r in intake.receipts if not r.department]
    known = Counter(code for r in routed for code in r.basis)
    heading("Received")
    print(f"  {len(intake.receipts):>7,}  letters; {intake.repeated} sent twice with one key, {intake.tracked} tracked by number and code")
    print(f"  {len(routed):>7,}  routed automatically ({share(len(routed), len(intake.receipts))})")
    for title, names in [
        ("category", {"category_given": "given", "category_by_keywords": "by keywords", "category_by_branch": "a coarse one sufficed"}),
        ("place", {"region_given": "given", "region_by_address": "by address", "region_by_text": "by text", "region_not_needed": "not needed"}),
    ]:
        print(f"           {title}: " + ", ".join(f"{name} {known[code]:,}" for code, name in names.items()))
    print(f"  {len(waiting):>7,}  to the dispatcher")
    for reason, count in Counter(r.reason for r in waiting).most_common():
        print(f"           {count:>6,}  {reason}")
    heading("By department, the first 20")
    for name, count in Counter(r.department["name"] for r in routed).most_common(20):
        print(f"  {count:>7,}  {name}")


def share(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else "none"


def worked(done):
    heading("Worked")
    for what, count in done.items():
        print(f"  {count:>7,}  {what}")


def clocks(seen, totals):
    """Of the cases of this run as last seen, and the overdue report's totals over the whole line."""
    standing = Counter(pair for pairs in seen for pair in pairs)
    late = {}
    for total in totals:
        entry = late.setdefault(total["stage"], [0, 0])
        entry[0] += total["open"]
        entry[1] += total["met_late"]
    stages = {stage for stage, _ in standing} | set(late)
    heading("Clocks by stage      of the cases of this run as last seen           the whole line")
    print("                       met  met late   running   overdue  other    overdue  met late")
    for stage in sorted(stages, key=lambda s: (STAGES.index(s) if s in STAGES else len(STAGES), s)):
        count = lambda *states: sum(standing[stage, state] for state in states)
        figures = count("met"), count("met_late"), count("running"), count("overdue"), count("lapsed", "cancelled")
        print("  {:<16}{:>8,}{:>10,}{:>10,}{:>10,}{:>7,}".format(stage, *figures) + "{:>11,}{:>10,}".format(*late.get(stage, (0, 0))))


def worst(items):
    heading("The ten worst")
    for item in items:
        hours = item["overdue_seconds"] / 3600
        print(
            f"  {hours:>10,.0f} h  {item['number']}  {item['stage']:<14}{item['case_state']:<12}"
            f"{item['department'] or 'dispatchers':<32}{item['title'][:24]}")


def rates(intake, desk, desk_seconds, clients):
    everything = intake.requests + desk.seconds
    heading(f"Speed, as {clients} clients on this machine's {os.cpu_count()} cores saw it")
    line = "  {:<22}{:>8,} requests{:>9,.0f}/s   p50 {:>6.1f} ms   p99 {:>6.1f} ms"
    print(line.format("submissions", len(intake.submissions), len(intake.submissions) / max(intake.seconds, 1e-9),
                      percentile(intake.submissions, 0.5), percentile(intake.submissions, 0.99)))
    print(line.format("working the queues", len(desk.seconds), len(desk.seconds) / max(desk_seconds, 1e-9),
                      percentile(desk.seconds, 0.5), percentile(desk.seconds, 0.99)))
    print(line.format("all", len(everything), len(everything) / max(intake.seconds + desk_seconds, 1e-9),
                      percentile(everything, 0.5), percentile(everything, 0.99)))
    retried = intake.retried + desk.retried
    if retried:
        print(f"  {retried} requests were tried again after a 503 or a broken connection")


def memory(pid):
    """Resident memory of the server, if it runs here."""
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as file:
            fields = dict(line.split(":", 1) for line in file)
    except (OSError, TypeError):
        return
    megabytes = lambda name: int(fields[name].split()[0]) / 1024
    heading("Memory of the server")
    print(f"  {megabytes('VmRSS'):.0f} MB resident, {megabytes('VmHWM'):.0f} MB at most (process {pid})")
