"""Letters as submissions: who sends them how, and what becomes of names that were made anonymous."""

import json
import re

CITY = "丽水市"
COUNTIES = ["莲都区", "青田县", "缙云县", "遂昌县", "松阳县", "云和县", "庆元县", "景宁畲族自治县", "龙泉市"]
PROVINCE = ("西地省", "浙江省")

# The labelled letters come from another province, with letters and numbers for its places.
# The table: a letter alone with 市 (A市, K市) is a prefecture: 丽水市. A letter with a number (A1区, K8县, M5市) is
# one of its districts: letter X (A = 1, B = 2, …) with number n is COUNTIES[(X + n - 2) mod 9], so A1区…A9市 are the
# nine counties in the order above, B1区 begins at 青田县, and so on. The last character does not matter.
PLACE = re.compile(r"([A-Z])(\d{0,2})(市|区|县)")

KINDS = [
    (("咨询", "请问"), "consultation"),
    (("投诉",), "complaint"),
    (("举报",), "report"),
    (("建议",), "suggestion"),
    (("感谢",), "commendation"),
    (("求助", "请求"), "help_request"),
]
SELF_SERVICE = {"web", "mobile", "wechat"}


def place(match):
    letter, number, _ = match.groups()
    return COUNTIES[(ord(letter) - ord("A") + int(number) - 1) % 9] if number else CITY


def localised(text):
    return PLACE.sub(place, text).replace(*PROVINCE)


def first_county(*texts):
    for text in texts:
        for match in PLACE.finditer(text):
            if match.group(2):
                return place(match)
    return None


def clean(text, limit, lines):
    """The text without control characters, cut to what a filing holds."""
    kept = "\n\t" if lines else ""
    return "".join(" " if (ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0) and c not in kept else c for c in text)[:limit]


def kind_of(title):
    return next((kind for words, kind in KINDS if any(word in title for word in words)), "complaint")


def labelled(row):
    """A row of labelled-train.jsonl: written by a citizen elsewhere, recorded here by an operator."""
    title, detail = row["title"].strip(), row["detail"].strip()
    if not title:
        title = re.split(r"[。！？!?\n]", detail, maxsplit=1)[0][:60] or detail[:60]
    filing = {
        "kind": kind_of(title),
        "title": clean(localised(title), 200, lines=False),
        "body": clean(localised(detail or title), 20_000, lines=True),
        "channel": "letter",
    }
    county = first_county(title, detail)
    if county:
        filing["location"] = {"address": CITY + county}
    elif PLACE.search(title + detail):
        filing["location"] = {"address": CITY}
    if row.get("time"):
        filing["received_at"] = row["time"] + "+08:00"
    return filing


def written(row):
    """A row of demo-letters.jsonl: members of a filing, but for the address, which stands alone."""
    filing = dict(row)
    if "address" in filing:
        filing["location"] = {"address": filing.pop("address")}
    return filing


def read(path):
    """The filings of a file of letters, each with whether an operator has to record it."""
    filings = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.strip():
                row = json.loads(line)
                filing = labelled(row) if "detail" in row else written(row)
                recorded = filing.get("channel", "web") not in SELF_SERVICE or "received_at" in filing
                filings.append((filing, recorded))
    return filings
