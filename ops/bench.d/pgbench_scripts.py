"""Writes pgbench scripts that store what the server stored: one script for each of the last cases that it took.

Each script inserts one case with all its rows, values as the server wrote them, in one transaction of prepared
statements. Form `pipeline`: the statements go out together, without waiting for each answer; `plain`: one by one.

    pgbench_scripts.py CONNINFO COUNT FOLDER plain|pipeline
"""

import json
import subprocess
import sys

ID = ":id::bigint"
# What differs from case to case.
OWN = {
    "cases": {
        "id": ID,
        "number": "'B' || :id",
        "title": "{title} || :id",
        "body": "{body} || :id",
        "identity": "decode(md5('i' || :id), 'hex')",
        "query_code": "sha256(convert_to('q' || :id, 'UTF8'))",
    },
    "requester_identities": {"token": "decode(md5('i' || :id), 'hex')"},
}
TABLES = ["requester_identities", "cases", "case_supports", "routings", "case_events", "clocks"]


def query(conninfo, sql):
    command = ["psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", conninfo, "-c", sql]
    return [json.loads(line) for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()]


def literal(value, kind):
    if value is None:
        return "null"
    if kind == "timestamp with time zone":
        # The same distance from now as it had from its registration.
        return f"now() + interval '{value} seconds'" if float(value) else "now()"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (dict, list)) and kind == "jsonb":
        value = json.dumps(value, ensure_ascii=False)
    if kind == "ARRAY":
        return "'{" + ",".join(value) + "}'"
    if isinstance(value, (int, float)):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def insert(table, columns, rows):
    lines = []
    for row in rows:
        values = []
        for column, kind in columns:
            own = OWN.get(table, {}).get(column) or (ID if column == "case_id" else None)
            value = literal(row[column], kind)
            values.append(own.format(title=value, body=value) if own and row[column] is not None else value)
        lines.append("(" + ", ".join(values) + ")")
    names = ", ".join(column for column, _ in columns)
    return f"insert into {table} ({names}) values " + ", ".join(lines) + ";"


def main():
    conninfo, count, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    pipelined = sys.argv[4] == "pipeline"
    columns = {}
    for table in TABLES:
        rows = query(conninfo, f"""select json_build_object('c', column_name, 't', data_type) from information_schema.columns
            where table_schema = 'public' and table_name = '{table}' order by ordinal_position""")
        columns[table] = [(row["c"], row["t"]) for row in rows]
    for index, case in enumerate(query(conninfo, f"select json_build_object('id', id) from cases order by id desc limit {count}")):
        statements = []
        for table in TABLES:
            join = {"cases": "t.id = c.id", "requester_identities": "t.token = c.identity"}.get(table, "t.case_id = c.id")
            rows = query(conninfo, f"""select to_json(x) from (select {', '.join(
                f'extract(epoch from t.{c} - c.registered_at) as {c}' if k == 'timestamp with time zone' else f't.{c}'
                for c, k in columns[table])} from cases c join {table} t on {join} where c.id = {case['id']}) x""")
            if rows:
                statements.append(insert(table, columns[table], rows))
        begin, end = (["\\startpipeline"], ["\\endpipeline"]) if pipelined else ([], [])
        head = ["\\set i :i + 1", "\\set id :base + :client_id * 1000000 + :i"]
        with open(f"{folder}/case{index}.sql", "w", encoding="utf-8") as file:
            file.write("\n".join(head + begin + ["begin;"] + statements + ["commit;"] + end) + "\n")


if __name__ == "__main__":
    main()
