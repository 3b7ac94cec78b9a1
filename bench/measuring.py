"""What bench/run and bench/peers share: the database, the service and its customers, one measurement, and the plot."""

import json
import math
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
import typing
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCH = ROOT / "bench"
RESULTS = BENCH / "results"
PG_PORT, PORT, MANAGEMENT_PORT = 15432, 18080, 19000
TOKEN = "a-token-of-the-benchmark"
SERVICE = f"http://localhost:{PORT}"
DATABASE = f"postgresql://localhost:{PG_PORT}/postgres"
SIZES = [1_000, 100_000, 1_000_000]

FILL = """
set customers.events = off;  -- they would take as long as the customers
insert into customer (business_id, id, number, name, email, address1, city, state, postal_code, country, tax_id, phone, website,
                      balance, created_at, updated_at)
select {business}, {business} * 10000000 + n, 'N-' || n, 'Customer ' || n, 'billing@customer' || n || '.example',
       n || ' Amber St', 'Hill Valley', 'CA', (10000 + n % 90000)::text, 'United States', '893-' || n, '(820) 297-2983',
       'customer' || n || '.example', n % 5000 * 1.25, 1415222128 + n, case when n % 4 = 0 then 1417460942 + n end
from generate_series(1, {size}) as n;
"""

# What the triggers would do row by row.
FILL_WORDS = """
insert into customer_word (business_id, word, customer_id)
select distinct business_id, unnest(search_words(concat_ws(' ', name, number, email))), id from customer;
"""


class Request(typing.NamedTuple):
    """What is measured: the process that answers, the URL, and what wrk needs besides."""

    process: subprocess.Popen
    url: str
    key: str = ""
    script: str = ""
    connections: int = 16


class Bench:
    def __init__(self, seconds, rounds, warm_up_seconds):
        self.seconds = seconds
        self.rounds = rounds
        self.warm_up_seconds = warm_up_seconds
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="customers-bench-"))
        self.processes = []
        self.keys = {}

    # -- what is measured runs here -----------------------------------------------------------------------------------

    def start(self, name, command, ready, environment=None):
        log = open(self.directory / f"{name}.log", "w+")
        process = subprocess.Popen(command, cwd=self.directory, stdin=subprocess.PIPE, stdout=log, stderr=log,
                                   env={**os.environ, **(environment or {})}, start_new_session=True)
        self.processes.append(process)
        deadline = time.time() + 90
        while ready not in (self.directory / f"{name}.log").read_text():
            if process.poll() is not None or time.time() > deadline:
                raise SystemExit(f"{name} does not start:\n" + (self.directory / f"{name}.log").read_text()[-3000:])
            time.sleep(0.02)
        return process

    def stop(self):
        for process in reversed(self.processes):
            if process.poll() is None:
                process.stdin.close()
                if process is not self.processes[0]:
                    process.send_signal(signal.SIGTERM)
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
        shutil.rmtree(self.directory, ignore_errors=True)

    def start_database(self):
        classpath = self.directory / "classpath"
        maven(["dependency:build-classpath", f"-Dmdep.outputFile={classpath}"])
        self.start("database", ["java", "-cp", classpath.read_text(), str(BENCH / "Database.java"),
                                str(self.directory / "data"), str(PG_PORT)], "ready")

    def prepare(self):
        self.start_database()
        self.service = self.start_service()
        for size in SIZES:
            self.keys[size] = self.business(f"{size} customers")
        self.small = [self.business(f"Writer {n}") for n in range(32)]
        self.load()

    def start_service(self):
        return self.start("service", ["java", "-jar", str(ROOT / "target/quarkus-app/quarkus-run.jar")], "Listening on",
                          {**self.settings(), "CUSTOMERS_WARM_UP": "0S"})

    def settings(self):
        return {"CUSTOMERS_DATABASE_URL": DATABASE, "CUSTOMERS_DATABASE_USERNAME": "postgres",
                "CUSTOMERS_OPERATOR_TOKEN": TOKEN, "QUARKUS_HTTP_PORT": str(PORT),
                "QUARKUS_MANAGEMENT_PORT": str(MANAGEMENT_PORT),
                # What it is compared with logs nothing either. docs/performance.md says what the log costs.
                "CUSTOMERS_HTTP_ACCESS_LOG": "false", "CUSTOMERS_SHUTDOWN_DELAY": "0S"}

    def business(self, name):
        operator = f"http://localhost:{MANAGEMENT_PORT}/operator/businesses"
        business = call(operator, TOKEN, {"name": name})["business"]["id"]
        key = call(f"{operator}/{business}/api_keys", TOKEN, {"name": "bench", "permissions": ["read", "write"]})
        return business, key["api_key"]["key"]

    def load(self):
        indexes = psql("select indexdef from pg_indexes where tablename = 'customer' and indexname like 'customer_by_%'")
        names = re.findall(r"INDEX (\S+)", indexes)
        script = "".join(f"drop index {name};\n" for name in names)
        script += "alter table customer disable trigger customer_word_insert;\n"
        script += "".join(FILL.format(business=business, size=size) for size, (business, _) in self.keys.items())
        script += indexes.replace("\n", ";\n") + ";\n"
        script += FILL_WORDS + "alter table customer enable trigger customer_word_insert;\n"
        psql(script)
        psql("vacuum analyze customer_word")
        psql("vacuum analyze customer")
        psql("vacuum analyze customer_total")
        psql("checkpoint")

    # -- how it is measured -------------------------------------------------------------------------------------------

    def to_service(self, path="", key="", script="", connections=16):
        return Request(self.service, SERVICE + path, key, script, connections)

    def wrk(self, request, seconds=None, rest=0):
        """One measurement: requests a second, p50 and p99 in milliseconds, and microseconds of processor time a request.

        With a rest, wrk sends nothing in the last seconds, but waits for the answers to what it has sent.
        """
        seconds = seconds or self.seconds
        lua = self.directory / "request.lua"
        lua.write_text(f'wrk.headers["Authorization"] = "Bearer {request.key}"\n' + request.script
                       + (REST % seconds if rest else "") + REPORT)
        before = processor_seconds(request.process)
        out = subprocess.run(["wrk", "-t1", f"-c{request.connections}", f"-d{seconds + rest}s", "--timeout", f"{rest or 2}s",
                              "-s", str(lua), request.url], capture_output=True, text=True, check=True).stdout
        used = processor_seconds(request.process) - before
        result = json.loads(out[out.index("RESULT") + 6:])
        if result["errors"] or not result["requests"]:
            raise SystemExit(f"{result['errors']} errors and {result['requests']} answers from {request.url}\n{out}")
        return {**result, "cpu": used / result["requests"] * 1e6}


REPORT = """
function done(summary, latency, requests)
  local e = summary.errors
  local unanswered, seconds = 0, summary.duration / 1e6
  if sender then
    unanswered = sender:get("sent") - summary.requests
    seconds = sender:get("last") - sender:get("first")
  end
  io.write(string.format('RESULT{"requests": %d, "rps": %f, "p50": %f, "p99": %f, "errors": %d}', summary.requests,
    summary.requests / seconds, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout + unanswered))
end
"""
# wrk calls delay() before each request of each connection; so the last call is at the time of the last answer.
REST = """
local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds, microseconds; } timeval; int gettimeofday(timeval *, void *);")
local time = ffi.new("timeval")
function setup(thread) sender = thread end
sent = 0
function delay()
  ffi.C.gettimeofday(time, nil)
  last = tonumber(time.seconds) + tonumber(time.microseconds) / 1e6
  first = first or last
  if last - first >= %d then return 1e6 end
  sent = sent + 1
  return 0
end
"""


def random_path(path, size):
    return f'request = function() return wrk.format(nil, string.format("{path}", math.random({size}))) end\n'


def processor_seconds(process):
    """Processor time of all threads of a process, in the kernel and outside of it."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def median(runs):
    return {name: statistics.median(run[name] for run in runs) for name in ("rps", "p50", "p99", "cpu")}


def call(url, token, body=None):
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
                                     data=None if body is None else json.dumps(body).encode())
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def psql(sql):
    return subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "localhost", "-p", str(PG_PORT),
                           "-U", "postgres", "-f", "-"], input=sql, capture_output=True, text=True, check=True).stdout.strip()


def maven(arguments):
    subprocess.run(["./mvnw", "-q", "-B", *arguments], cwd=ROOT, check=True)


def spaced(number):
    return f"{number:,}".replace(",", " ")


def table(head, rows):
    return ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]


def plot(title, lines, path, logarithmic=False):
    """Requests a second against the number of customers in the business: {name of the line: {customers: requests a second}}."""
    values = [value for line in lines.values() for value in line.values()]
    if logarithmic:
        low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
        ticks, part = [10 ** n for n in range(low, high + 1)], lambda value: (math.log10(value) - low) / (high - low)
    else:
        top = max(values) * 1.15
        ticks, part = [top * n / 4 for n in range(5)], lambda value: value / top
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 340" font-family="sans-serif" font-size="13">',
             '<rect width="600" height="340" fill="white"/>',
             f'<text x="20" y="25">{title}</text>']
    for tick in ticks:
        height = 260 - 210 * part(tick)
        parts.append(f'<line x1="70" x2="570" y1="{height:.1f}" y2="{height:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="62" y="{height + 4:.1f}" text-anchor="end" fill="#555">{tick:.0f}</text>')
    for n, (name, line) in enumerate(lines.items()):
        color, below = ("#06c", "#c40", "#393")[n], n > 1
        x = {size: 110 + 200 * place for place, size in enumerate(line)}
        y = {size: 260 - 210 * part(value) for size, value in line.items()}
        parts.append(f'<polyline fill="none" stroke="{color}" stroke-width="2" points="'
                     + " ".join(f"{x[size]},{y[size]:.1f}" for size in line) + '"/>')
        for size, value in line.items():
            parts.append(f'<circle cx="{x[size]}" cy="{y[size]:.1f}" r="4" fill="{color}"/>')
            parts.append(f'<text x="{x[size]}" y="{y[size] + (20 if below else -9):.1f}" text-anchor="middle" fill="{color}">'
                         f'{value:.0f}</text>')
            if n == 0:
                parts.append(f'<text x="{x[size]}" y="282" text-anchor="middle" fill="#555">{spaced(size)}</text>')
        if len(lines) > 1:
            parts.append(f'<text x="{110 + 200 * n}" y="328" text-anchor="middle" fill="{color}">{name}</text>')
    parts.append('<text x="310" y="304" text-anchor="middle" fill="#555">customers in the business</text></svg>')
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(parts) + "\n")
