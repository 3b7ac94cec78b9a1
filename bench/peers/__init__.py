"""The same requests answered by the service and by two programs that are written as the guides of their frameworks write them."""

import typing

from measuring import (BENCH, DATABASE, RESULTS, SERVICE, SIZES, Bench, Request, call, maven, median, plot, random_path, spaced,
                       table)


class Peer(typing.NamedTuple):
    folder: str
    package: str
    ready: str
    port: int
    port_variable: str
    database: dict

    def start(self, bench):
        return bench.start(self.folder, ["java", "-jar", str(BENCH / "peers" / self.folder / "target" / self.package)], self.ready,
                           {self.port_variable: str(self.port), **self.database})

    def url(self):
        return f"http://localhost:{self.port}"


OURS, PANACHE, SPRING = "service", "Quarkus with Panache", "Spring with R2DBC"
PEERS = {
    PANACHE: Peer("quarkus-panache", "quarkus-app/quarkus-run.jar", "Listening on", 18083, "QUARKUS_HTTP_PORT",
                  {"QUARKUS_DATASOURCE_REACTIVE_URL": DATABASE}),
    SPRING: Peer("spring-r2dbc", "spring-r2dbc.jar", "Started Application", 18084, "SERVER_PORT",
                 {"SPRING_R2DBC_URL": f"r2dbc:{DATABASE}"}),
}

WITH_TOTAL, WITHOUT_TOTAL = "list of 10 with exact total", "list of 10 without total"
# What is asked of the service and of the peers. The service has no list without the exact total.
PATHS = {
    "fetch by id": ("/customers/{business}%07d", "/businesses/{business}/customers/{business}%07d"),
    WITH_TOTAL: ("/customers?per_page=10", "/businesses/{business}/customers?size=10"),
    WITHOUT_TOTAL: ("/customers?per_page=10", "/businesses/{business}/customers/without-total?size=10"),
    "list of 100 with exact total": ("/customers?per_page=100", "/businesses/{business}/customers?size=100"),
    "lookup by number": ("/customers?filter[number]=N-%d", "/businesses/{business}/customers/by-number/N-%d"),
    "lookup by name": ("/customers?filter[name]=Customer%%20%d", "/businesses/{business}/customers/by-name/Customer%%20%d"),
}
TARGETS = [(WITH_TOTAL, PANACHE, 20), (WITH_TOTAL, SPRING, 20), ("fetch by id", PANACHE, 1.5), ("fetch by id", SPRING, 4),
           (WITHOUT_TOTAL, PANACHE, 1.5), (WITHOUT_TOTAL, SPRING, 4)]
TARGETS_SIZE = 100_000

# With a number, because the peers generate none. Each occurs once: no two measurements start in the same second.
CREATE = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local started, count = os.time(), 0
request = function()
  count = count + 1
  return wrk.format(nil, nil, nil, string.format('{"name": "Created by the benchmark", "number": "P-%d-%d"}', started, count))
end
"""


class Peers(Bench):
    report_file = "peers.md"

    def prepare(self):
        for peer in PEERS.values():
            maven(["-f", str(BENCH / "peers" / peer.folder / "pom.xml"), "package"])
        super().prepare()
        self.programs = {OURS: self.service, **{name: peer.start(self) for name, peer in PEERS.items()}}
        self.check()

    def check(self):
        """Refuses peers that do not answer what the service answers."""
        business, key = self.keys[1_000]
        customer = f"{business}0000012"
        fetched = call(f"{SERVICE}/customers/{customer}", key)["customer"]
        listed = call(f"{SERVICE}/customers?per_page=10", key)["customers"]
        for name, peer in PEERS.items():
            customers = f"{peer.url()}/businesses/{business}/customers"
            for path, expected in ((f"/{customer}", fetched), ("?size=10", {"customers": listed, "total": 1_000}),
                                   ("/without-total?size=10", listed), ("/by-number/N-12", fetched),
                                   ("/by-name/Customer%2012", [fetched])):
                answer = call(customers + path, "")
                if answer != expected:
                    raise SystemExit(f"{name} answers {path} with\n{answer}\ninstead of\n{expected}")

    def requests(self, what, size):
        """The same request to each of them, by name."""
        business, key = self.keys[size]
        own, other = (path.replace("{business}", str(business)) for path in PATHS[what])
        return {name: self.request(name, own if name == OURS else other, size, key) for name in self.programs}

    def request(self, name, path, size, key):
        url = SERVICE if name == OURS else PEERS[name].url()
        process = self.programs[name]
        return Request(process, url, key, random_path(path, size)) if "%" in path else Request(process, url + path, key)

    def creates(self):
        business, key = self.small[0]
        return {OURS: self.to_service("/customers", key, CREATE),
                **{name: Request(self.programs[name], f"{peer.url()}/businesses/{business}/customers", "", CREATE)
                   for name, peer in PEERS.items()}}

    def compare(self, what, size, requests):
        # Counts among a million take long.
        rest = 4 if size == SIZES[-1] and "exact" in what else 1
        runs = {name: [] for name in requests}
        for _ in range(self.rounds):
            for name, request in requests.items():
                runs[name].append(self.once(name, request, rest=rest))
        medians = {name: median(measured) for name, measured in runs.items()}
        own = medians[OURS]["rps"]
        self.ratios[what, size] = {name: own / medians[name]["rps"] for name in PEERS}
        self.rows.append([what, spaced(size) if size else "",
                          *(f"{m['rps']:.0f}/s, {m['p50']:.2f} ms, {m['cpu']:.0f} µs" for m in medians.values()),
                          *(f"{ratio:.2f}" for ratio in self.ratios[what, size].values())])
        print(" | ".join(self.rows[-1]), flush=True)
        return medians

    def once(self, name, request, seconds=None, rest=1):
        # wrk hangs up at its end, and a pool of R2DBC loses the connections of requests whose callers do: r2dbc-pool issue 198.
        return self.wrk(request, seconds, 0 if name == OURS else rest)

    def results(self):
        self.rows, self.ratios = [], {}
        for requests in (*(self.requests(what, 1_000) for what in PATHS), self.creates()):
            for name, request in requests.items():
                # The peers have more to compile.
                self.once(name, request, self.warm_up_seconds * (1 if name == OURS else 2))
        lines = {name: {} for name in self.programs}
        for size in SIZES:
            for what in PATHS:
                for name, measured in self.compare(what, size, self.requests(what, size)).items():
                    if what == WITH_TOTAL:
                        lines[name][size] = measured["rps"]
        self.compare("create", None, self.creates())
        plot("Requests a second for a list of 10 with its exact total", lines, RESULTS / "peers.svg", logarithmic=True)
        return ["Requests a second, p50, and the process's processor time a request.", "",
                *table(["what", "customers", *self.programs, *(f"service against {name}" for name in PEERS)], self.rows), "",
                *table([f"of {spaced(TARGETS_SIZE)} customers", "against", "ratio", "target", "met"], self.targets()),
                "", "![requests a second against business size](peers.svg)"]

    def targets(self):
        for what, name, least in TARGETS:
            ratio = self.ratios[what, TARGETS_SIZE][name]
            yield [what, name, f"{ratio:.2f}", f"at least {least:.2f}", "yes" if ratio >= least else "no"]
