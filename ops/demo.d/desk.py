"""Works a share of the queues: dispatcher, two handlers and the supervisor, as their screens would let them.

What can be done next is read from `allowed_actions`, and each change carries the ETag of what was read.
"""

import datetime
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

from intake import clocks_of
from line import Unexpected

HANDLERS = {
    "handler_a": ("331102-urban-management", "331102-construction"),
    "handler_b": ("331121-market-regulation", "331121-urban-management"),
}


class Desk:
    def __init__(self, house, run, clients):
        self.house, self.run = house, run
        self.done = {}
        self.failures = []
        self.clocks = {}
        self.unanswered = {who: [] for who in HANDLERS}
        self.seconds = []
        self.retried = 0
        self._clients = []
        self._local = threading.local()
        self._lock = threading.Lock()
        self._keys = itertools.count()
        self._pool = ThreadPoolExecutor(clients)

    # MARK: the tools

    def call(self, *arguments, **options):
        client = getattr(self._local, "client", None)
        if client is None:
            client = self._local.client = self.house.client()
            with self._lock:
                self._clients.append(client)
        return client.call(*arguments, **options)

    def post(self, path, members, who, **options):
        return self.call("POST", path, members, who=who, key=f"demo-{self.run}-desk-{next(self._keys)}", **options)

    def count(self, what, number=1):
        with self._lock:
            self.done[what] = self.done.get(what, 0) + number

    def each(self, items, work):
        """Does `work(index, item)` for all, side by side; what goes wrong is kept."""

        def guarded(pair):
            try:
                work(*pair)
            except Unexpected as error:
                self.failures.append(str(error))
            except (KeyError, TypeError, IndexError) as error:
                self.failures.append(f"{pair[1]}: {error!r}")

        list(self._pool.map(guarded, enumerate(items)))

    def saw(self, view):
        self.clocks[view["number"]] = clocks_of(view)

    def finish(self):
        self._pool.shutdown()
        for client in self._clients:
            self.seconds.extend(client.seconds)
            self.retried += client.retried
            client.close()

    def claim(self, who, most):
        """Takes three quarters of a queue, at most `most`, by claims of 50."""
        total = self.call("GET", "/v1/queue?limit=1&total=true", who=who).json["total"]
        share, taken = min(most, (3 * total + 3) // 4), []
        while len(taken) < share:
            items = self.post("/v1/queue/claims", {"count": min(50, share - len(taken))}, who, expect=(201,)).json["items"]
            if not items:
                break
            taken.extend(items)
        self.count(f"claimed by {who}", len(taken))
        return taken

    # MARK: the dispatcher

    def dispatch(self, most):
        self.each(self.claim("dispatcher", most), self.dispatch_one)

    def dispatch_one(self, _, case):
        path = f"/v1/cases/{case['number']}"
        view = self.call("GET", path, who="dispatcher")
        if not allows(view, "dispatch"):
            return
        answer = self.call("GET", path + "/routing", who="dispatcher").json["items"][-1]["explanation"]
        accused = answer.get("conflict", {}).get("accused", [])
        proposals = [p for p in answer["proposals"] if p.get("department") and p["department"] not in accused]
        choice = (proposals[0]["category"], proposals[0]["department"]) if proposals else self.ask_map(view.json, answer)
        if choice is None:
            self.post(path + "/notes", {"text": "地点或事项不明，已请诉求人补充。"}, "dispatcher")
            return self.count("left waiting with a note")
        category, department = choice
        if not view.json["category"]:
            view = self.change(view, "classification", {"category": category}, "dispatcher")
        members = {"department": department, "text": "按关键词首选分类派单。"}
        self.saw(self.change(view, "dispatch", members, "dispatcher").json)
        self.count("dispatched by hand")

    def ask_map(self, case, answer):
        """Who would get the case today, if its category were the first proposal: for letters older than the map."""
        category = (case["category"] or {}).get("code") or next((p["category"] for p in answer["proposals"]), None)
        if category is None or "against" in case:
            return None
        question = {"kind": case["kind"], "title": case["title"], "body": case["body"], "category": category}
        if case["region"]:
            question["region"] = case["region"]["code"]
        today = self.call("POST", "/v1/responsibilities/resolve", question, expect=(200,)).json
        return (category, today["department"]) if today["outcome"] == "department" else None

    # MARK: the department

    def handle(self, who, most):
        self.each(self.claim(who, most), lambda index, case: self.handle_one(who, index, case))

    def handle_one(self, who, index, case):
        """Of ten cases one is only signed, one waits for the requester, one is said to be somebody else's; seven are answered."""
        view = self.call("GET", f"/v1/cases/{case['number']}", who=who)
        if allows(view, "sign"):
            view = self.change(view, "signature", None, who)
            self.count("signed")
        if index % 10 == 0:
            with self._lock:
                self.unanswered[who].append(view.json["number"])
            return self.saw(view.json)
        if index % 10 == 1 and allows(view, "request_return") and view.json["kind"] != "report":
            return self.give_back(view, who, upheld=index % 20 == 1)
        if allows(view, "accept"):
            view = self.change(view, "acceptance", None, who)
            self.count("accepted")
        self.answer(view, who, index, replies=index % 10 != 2)

    def answer(self, view, who, index, replies=True):
        path = f"/v1/cases/{view.json['number']}"
        if allows(view, "record_contact"):
            reached = {"means": "phone", "reached": replies, "text": "已电话联系诉求人，核实情况。" if replies else "电话无人接听。"}
            view = self.post(path + "/contacts", reached, who)
            self.count("contacted")
        if replies and allows(view, "reply"):
            outcome = ["solved", "solved", "explained", "interim"][index % 4]
            members = {"text": "您反映的问题已现场核实并处理，感谢您的监督。", "outcome": outcome}
            if outcome == "interim":
                members["promised_on"] = (datetime.date.today() + datetime.timedelta(days=14)).isoformat()
            if any(support["answered_at"] is None for support in view.json["supporting"]):
                members["without_support"] = "已由主办单位现场核实，无需协办。"
            view = self.change(view, "reply", members, who)
            self.count("replied")
        self.saw(view.json)

    def give_back(self, view, who, upheld):
        members = {"reason": "所涉设施不属本单位管理。", "legal_basis": "本单位权责清单", "department": HANDLERS[who][1]}
        view = self.post(f"/v1/cases/{view.json['number']}/return-requests", members, who)
        ruling = {"upheld": upheld, "text": "转由建议单位承办。" if upheld else "应由你单位承办，此为终局裁定。"}
        request = view.json["pending_return_request"]
        view = self.call("PUT", f"/v1/return-requests/{request}/ruling", ruling, who="dispatcher", etag=view.etag)
        self.saw(view.json)
        self.count("returns upheld" if upheld else "returns rejected")

    # MARK: the supervisor

    def review(self, most):
        """Of six answers one is sent back and answered anew, one is approved and waits for its requester, four are closed."""
        cases, cursor = [], ""
        while len(cases) < most:
            page = self.call("GET", "/v1/cases?state=replied&limit=100" + cursor, who="supervisor").json
            cases.extend(page["items"])
            if not page["next"]:
                break
            cursor = "&cursor=" + quote(page["next"])
        self.each(cases[:most], self.review_one)

    def review_one(self, index, case):
        view = self.call("GET", f"/v1/cases/{case['number']}", who="supervisor")
        if not allows(view, "review"):
            return
        if index % 6 == 5:
            view = self.change(view, "review", {"approved": False, "text": "答复未回应诉求，请补充。"}, "supervisor")
            self.count("sent back")
            handler = next((h for h, (own, _) in HANDLERS.items() if own == view.json["department"]["code"]), None)
            return self.answer(view, handler, index) if handler else self.saw(view.json)
        view = self.change(view, "review", {"approved": True}, "supervisor")
        self.count("approved")
        if index % 6 != 4:
            view = self.change(view, "callback", {"contacted": True, "solved": True, "result": "satisfied"}, "supervisor")
            view = self.change(view, "closure", {"outcome": "solved", "text": "诉求人认可。"}, "supervisor")
            self.count("closed")
        self.saw(view.json)

    def supervise(self):
        """Urges the five worst cases that a department holds; orders on the worst, and on one that each handler left unanswered."""
        worst = self.worst_held(5)
        self.each(worst, self.urge_one)
        self.each(worst[:1], lambda _, case: self.order(case["number"], "key_order"))
        for who, numbers in self.unanswered.items():
            self.each(numbers[:1], lambda _, number, who=who: self.order(number, "order", who))

    def worst_held(self, most):
        """Overdue cases that a department holds, worst first, each once; before them come those that still wait for a dispatcher."""
        held, cursor = {}, ""
        for _ in range(100):
            page = self.call("GET", "/v1/reports/overdue?limit=500" + cursor, who="supervisor").json
            for item in page["items"]:
                if item["case_state"] in ("dispatched", "returning", "handling"):
                    held.setdefault(item["number"], item)
            if len(held) >= most or not page["next"]:
                break
            cursor = "&cursor=" + quote(page["next"])
        return list(held.values())[:most]

    def urge_one(self, _, case):
        self.saw(self.post(f"/v1/cases/{case['number']}/urges", {"text": "已超期，请今日内反馈进展。"}, "supervisor").json)
        self.count("urged")

    def order(self, number, level, who=None):
        members = {"cases": [number], "demand": "两个工作日内办结并报送结果。", "level": level, "basis": "超期未办结"}
        order = self.post("/v1/supervision-orders", members, "supervisor", expect=(201,))
        self.count("supervision orders issued")
        if who is None:
            return
        path = f"/v1/supervision-orders/{order.json['id']}"
        order = self.call("PUT", path + "/acknowledgement", who=who, etag=order.etag)
        order = self.call("PUT", path + "/reply", {"text": "已派专人办理，结果随附。"}, who=who, etag=order.etag)
        self.call("PUT", path + "/acceptance", {}, who="supervisor", etag=order.etag)
        self.count("supervision orders answered and accepted")

    def change(self, view, what, members, who):
        return self.call("PUT", f"/v1/cases/{view.json['number']}/{what}", members, who=who, etag=view.etag)


def allows(view, action):
    return any(allowed["action"] == action for allowed in view.json["allowed_actions"])
