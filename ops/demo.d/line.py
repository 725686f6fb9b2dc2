"""A client of the line: one connection that is kept, every answer checked and timed."""

import http.client
import json
import ssl
import time


class Unexpected(Exception):
    """An answer that should not have come."""


class House:
    """Where the server is and how to know it; makes clients."""

    def __init__(self, url, data_dir):
        scheme, _, rest = url.rstrip("/").partition("://")
        self.plain = scheme == "http"
        host, _, port = rest.rpartition(":") if ":" in rest.rsplit("]", 1)[-1] else (rest, "", "")
        self.host, self.port = host.strip("[]"), int(port or (80 if self.plain else 443))
        with open(f"{data_dir}/demo-tokens.json", encoding="utf-8") as file:
            self.tokens = json.load(file)
        self.tls = None
        if not self.plain:
            self.tls = ssl.create_default_context()
            try:
                self.tls.load_verify_locations(f"{data_dir}/tls/certificate.pem")
            except FileNotFoundError:
                pass  # A certificate that the system's authorities vouch for.

    def client(self):
        return Client(self)


class Answer:
    def __init__(self, status, headers, content):
        self.status, self.etag, self.content = status, headers.get("ETag"), content
        self.json = json.loads(content) if content and "json" in headers.get("Content-Type", "") else None


class Client:
    patience = 60.0
    tries = 5

    def __init__(self, house):
        self.house = house
        self.connection = None
        self.seconds = []
        self.retried = 0

    def call(self, method, path, members=None, who=None, key=None, etag=None, code=None, expect=(200, 201)):
        """One request and its answer.

        Tried again when the connection ends or the server is busy (503), if that can do no harm: a GET, or a
        request with a key, which is then the same key.
        """
        headers = {"Accept-Language": "zh"}
        body = None
        if members is not None:
            body = json.dumps(members, ensure_ascii=False).encode()
            headers["Content-Type"] = "application/json"
        if who:
            headers["Authorization"] = "Bearer " + self.house.tokens[who]
        if key:
            headers["Idempotency-Key"] = key
        if etag:
            headers["If-Match"] = etag
        if code:
            headers["X-Query-Code"] = code
        repeatable = method == "GET" or key is not None
        for attempt in range(self.tries):
            last = attempt == self.tries - 1 or not repeatable
            try:
                answer = self.exchange(method, path, body, headers)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if last:
                    raise Unexpected(f"{method} {path}: {type(error).__name__}: {error}") from error
            else:
                if answer.status in expect:
                    return answer
                if answer.status != 503 or last:
                    raise Unexpected(f"{method} {path}: {answer.status} {answer.content.decode(errors='replace')[:400]}")
            self.retried += 1
            time.sleep(0.2 * 2**attempt)

    def exchange(self, method, path, body, headers):
        if self.connection is None:
            if self.house.plain:
                self.connection = http.client.HTTPConnection(self.house.host, self.house.port, timeout=self.patience)
            else:
                self.connection = http.client.HTTPSConnection(
                    self.house.host, self.house.port, timeout=self.patience, context=self.house.tls)
            self.connection.connect()
        started = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        content = response.read()
        self.seconds.append(time.perf_counter() - started)
        return Answer(response.status, response.headers, content)

    def download(self, path, who, file):
        """Streams an answer into a file; the number of bytes."""
        self.call("GET", "/livez")
        started = time.perf_counter()
        self.connection.request("GET", path, headers={"Authorization": "Bearer " + self.house.tokens[who]})
        response = self.connection.getresponse()
        if response.status != 200:
            raise Unexpected(f"GET {path}: {response.status} {response.read()[:400]!r}")
        size = 0
        while chunk := response.read(1 << 16):
            file.write(chunk)
            size += len(chunk)
        self.seconds.append(time.perf_counter() - started)
        return size

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None
