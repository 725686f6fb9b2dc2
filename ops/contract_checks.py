"""What schemathesis cannot know of Hotline by itself: real codes and cases to ask for, and checks of our own.

ops/contract has schemathesis load this file. From the environment: CONTRACT_URL, CONTRACT_CERTIFICATE, CONTRACT_TOKENS (a
JSON file of bearer tokens by account) and CONTRACT_ACCOUNT (one of them, or `nobody`).
"""

import datetime
import json
import os
import ssl
import urllib.request

import schemathesis
from hypothesis import strategies as st

URL = os.environ["CONTRACT_URL"]
ACCOUNT = os.environ["CONTRACT_ACCOUNT"]
TLS = ssl.create_default_context(cafile=os.environ["CONTRACT_CERTIFICATE"])
with open(os.environ["CONTRACT_TOKENS"], encoding="utf-8") as file:
    TOKENS = json.load(file)

# Refusals of what is well formed: codes that no list has, times that only the clock can judge, what other rows say.
BEYOND_SCHEMAS = {
    "unknown_category", "unknown_region", "unknown_department", "unknown_code", "unknown_case", "in_the_future",
    "in_the_past", "before_from", "unknown_responsibility", "unknown_authority", "ends_before_it_begins", "not_yet_begun", "ends_already", "overlaps",
    "unknown_ruling", "unknown_proposal", "period_out_of_order", "period_too_long", "sample_too_large", "before_the_weights", "not_your_department",
    "day_twice", "day_of_another_year", "notice_not_whole",
    "department_is_accused", "department_kept_apart", "nobody_above_the_accused", "department_needed", "another_department", "one_department", "reports_apart", "finished_outside_handling",
    "extension_outside", "review_day_outside", "support_open", "already_supporting", "unknown_regime", "another_case", "parent_not_dispatched",
    "parent_has_ended", "parent_of_another_kind",
}


def ask(method, path, account=None, body=None):
    headers = {"Content-Type": "application/json", "If-Match": "*"}
    if account:
        headers["Authorization"] = f"Bearer {TOKENS[account]}"
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(URL + path, data=data, headers=headers, method=method)
    with urllib.request.urlopen(request, context=TLS) as answer:
        return json.load(answer)


FILING = {"kind": "complaint", "title": "路灯不亮", "body": "路灯坏了三天，请维修。", "region": "331102", "category": "030501"}
UNCLEAR = {"kind": "consultation", "title": "问一件事", "body": "想问一件事。"}
STEPS = [
    ("acceptance", "handler_a", {}),
    ("reply", "handler_a", {"text": "已修复。", "outcome": "solved", "without_support": "已由主办单位现场核实。"}),
    ("review", "supervisor", {"approved": True}),
]


def given_case(steps):
    """A case that the department of handler_a leads, so many steps after its dispatch."""
    case = ask("POST", "/v1/cases", "operator", FILING)
    assert case["state"] == "dispatched", case
    for step, account, body in STEPS[:steps]:
        ask("PUT", f"/v1/cases/{case['number']}/{step}", account, body)
    return case["number"]


def given_return_request():
    grounds = {"reason": "不属我局职责。", "legal_basis": "城市照明管理办法", "department": "331100-power"}
    return ask("POST", f"/v1/cases/{given_case(0)}/return-requests", "handler_a", grounds)["pending_return_request"]


def given_time_request():
    """One that the account can decide: what a dispatcher decides, or what a supervisor does."""
    kind = "complexity" if ACCOUNT == "dispatcher" else "extension"
    wish = {"reason": "需更换地下电缆。"}
    if kind == "extension":
        wish["until"] = (datetime.date.today() + datetime.timedelta(days=12)).isoformat()
    number = given_case(1)
    ask("POST", f"/v1/cases/{number}/{kind}-requests", "handler_a", wish)
    waiting = ask("GET", f"/v1/time-requests?open=true&kind={kind}&limit=500", "supervisor")["items"]
    return next(item["id"] for item in waiting if item["number"] == number)


def given_order(replied):
    order = ask("POST", "/v1/supervision-orders", "supervisor", {"cases": [given_case(1)], "demand": "请说明超期原因。"})["id"]
    if replied:
        ask("PUT", f"/v1/supervision-orders/{order}/reply", "handler_a", {"text": "电缆故障，已修复。"})
    return order


def given_proposal():
    entry = {"category": "030501", "region": "331102001", "assignee": "code:331100-power", "valid_from": "2190-01-01"}
    change = {"change": {"sort": "addition", "entry": entry}, "reason": "职责划转。"}
    return ask("POST", "/v1/responsibility-proposals", "dispatcher", change)["id"]


def given_entry():
    """For supervisors to work on; nobody else sees a draft."""
    draft = {"cause": "slow_action", "department": "331102-urban-management", "cases": [given_case(0)], "text": "超期未签收。"}
    return ask("POST", "/v1/accountability-entries", "supervisor", draft)["id"]


def given_notice():
    """Of the account's own, where it has one: an order is told to its department."""
    given_order(replied=False)
    notices = ask("GET", "/v1/notices", ACCOUNT)["items"] if ACCOUNT in TOKENS and ACCOUNT != "auditor" else []
    return notices[0]["id"] if notices else 1


def codes(path):
    return sorted(item["code"] for item in ask("GET", path)["items"])


CASES = {
    "received": [ask("POST", "/v1/cases", "operator", UNCLEAR)["number"] for _ in range(3)],
    **{state: [given_case(steps) for _ in range(3)] for steps, state in enumerate(["dispatched", "handling", "replied", "callback"])},
}
NUMBERS = [number for numbers in CASES.values() for number in numbers]
# The case that each account can do most with.
FAVOURITE = {"dispatcher": "received", "supervisor": "replied"}.get(ACCOUNT, "dispatched")

schemathesis.openapi.format("case-number", st.sampled_from(NUMBERS))
schemathesis.openapi.format("category-code", st.sampled_from(codes("/v1/categories")))
schemathesis.openapi.format("month", st.sampled_from(["2026-08", "2026-09", "2026-10"]))
schemathesis.openapi.format("region-code", st.sampled_from(codes("/v1/regions")))
schemathesis.openapi.format("department-code", st.sampled_from(codes("/v1/departments?limit=500")))
schemathesis.openapi.format(
    "assignee", st.sampled_from(sorted({item["assignee"] for item in ask("GET", "/v1/responsibilities?limit=500")["items"]}))
)

# Instants that can have happened, days that can be promised: the schema cannot name today.
TODAY = datetime.date.today()
schemathesis.openapi.format(
    "date", st.dates(TODAY + datetime.timedelta(days=2), datetime.date(2199, 12, 31)).map(datetime.date.isoformat)
)
schemathesis.openapi.format(
    "date-time",
    st.datetimes(datetime.datetime(1950, 1, 1), datetime.datetime(TODAY.year - 1, 12, 31)).flatmap(
        lambda instant: st.sampled_from(["Z", "+08:00", "-05:30"]).map(lambda zone: instant.isoformat() + zone)
    ),
)


@schemathesis.hook
def before_load_schema(context, raw_schema):
    parameters = raw_schema["components"]["parameters"]
    parameters["CaseNumber"]["example"] = CASES[FAVOURITE][0]
    parameters["ReturnRequestID"]["example"] = given_return_request()
    parameters["TimeRequestID"]["example"] = given_time_request()
    parameters["AccountabilityID"]["example"] = given_entry()
    parameters["NoticeID"]["example"] = given_notice()
    parameters["OrderID"]["example"] = given_order(replied=ACCOUNT == "supervisor")
    parameters["ProposalID"]["example"] = given_proposal()
    for name in ("IfMatch", "IfMatchNeeded"):
        parameters[name]["example"] = "*"
    close(raw_schema["components"]["schemas"])


def close(schemas):
    """A member that the contract does not know is a fault of the server: answers may have no others here."""

    def members(schema, inside=False):
        if isinstance(schema, list):
            for part in schema:
                members(part)
        elif isinstance(schema, dict):
            whole = schema.get("type") == "object" and "properties" in schema or "allOf" in schema
            if whole and not inside and "additionalProperties" not in schema:
                schema["unevaluatedProperties"] = False
            for key, part in schema.items():
                if key in ("properties", "items", "anyOf"):
                    for each in part.values() if key == "properties" else [part]:
                        members(each)

    def parts(schema):
        if isinstance(schema, dict):
            for part in schema.get("allOf", []):
                yield part.get("$ref", "").rpartition("/")[2]
            for part in schema.values():
                yield from parts(part)
        elif isinstance(schema, list):
            for part in schema:
                yield from parts(part)

    # Problem and the parts of a composed schema are closed where they are used.
    open_ones = {"Problem", *parts(schemas)}
    for name, schema in schemas.items():
        members(schema, inside=name in open_ones)


@schemathesis.check
def keys_do_not_repeat(ctx, response, case):
    """JSON that says a member twice means two things at once."""

    def once(pairs):
        keys = [key for key, _ in pairs]
        repeated = sorted({key for key in keys if keys.count(key) > 1})
        assert not repeated, f"members stand there twice: {', '.join(repeated)}"
        return dict(pairs)

    if "json" in "".join(response.headers.get("content-type", [])) and response.content:
        json.loads(response.content, object_pairs_hook=once)


@schemathesis.check
def refusals_are_those_that_no_schema_can_say(ctx, response, case):
    """A request that the contract calls well formed is refused only for what a schema cannot know."""
    if case.meta is None or not case.meta.generation.mode.is_positive or response.status_code not in (400, 422):
        return
    problem = json.loads(response.content)
    if problem["code"] == "key_reused":
        return
    rules = {error["rule"] for error in problem.get("errors", [{"rule": problem["code"]}])}
    assert rules <= BEYOND_SCHEMAS, f"well-formed request refused: {', '.join(sorted(rules - BEYOND_SCHEMAS))}"
