"""How fast a new instance is in its first minute: requests a second from the moment it is ready, under load.

bench/run --cold measures each way of running the service that there is on this machine, in turn: the package, the package without
its warm-up, the image's flags and archive on a JDK 25 (JAVA25_HOME, or /usr/lib/jvm/temurin-25*), and the native executable if
there is one in target/. It writes bench/results/cold.md and cold.svg.
"""

import os
import pathlib
import re
import signal
import statistics
import subprocess
import time
import urllib.error
import urllib.request

from measuring import MANAGEMENT_PORT, RESULTS, ROOT, SERVICE, Bench, Request, random_path

APP = ROOT / "target/quarkus-app"
SIZE = 100_000
STEP, FIRST = 4, 10
SECONDS = int(os.environ.get("COLD_SECONDS", "60"))
WARM_STEPS = 3
COLORS = ["#06c", "#999", "#c30", "#080"]


def java25():
    homes = [os.environ.get("JAVA25_HOME", "")] + sorted(map(str, pathlib.Path("/usr/lib/jvm").glob("temurin-25*")))
    return next((pathlib.Path(home) / "bin/java" for home in homes if home and (pathlib.Path(home) / "bin/java").exists()), None)


def ways(directory):
    """What is measured: a name, the command, its environment and its folder."""
    package = ["java", "-jar", "quarkus-run.jar"]
    found = [("package", package, {}, APP), ("package, no warm-up", package, {"CUSTOMERS_WARM_UP": "0S"}, APP)]
    java = java25()
    if java:
        archive = directory / "customers.aot"
        environment = {**os.environ, "PATH": f"{java.parent}:{os.environ['PATH']}"}
        subprocess.run(["docker/train", "prepare"], cwd=ROOT, check=True)
        train(archive, environment)
        found.append(("JVM image", [str(java), f"@{ROOT}/docker/java.args", f"-XX:AOTCache={archive}", "-jar", "quarkus-run.jar"],
                      {"MALLOC_ARENA_MAX": "1"}, APP))
    for executable in sorted(ROOT.glob("target/*-runner")):
        found.append(("executable", [str(executable)], {}, ROOT))
    return found


def train(archive, environment):
    """Like the image's build. PostgreSQL refuses root, and the embedded one needs unshare for it then."""
    subprocess.run(["target/training/train", "run", str(APP), str(archive)], cwd=ROOT, env=environment, check=True,
                   stdout=subprocess.DEVNULL)


class Cold(Bench):
    """Only the service, with customers of one size."""

    report_file = "cold.md"

    def prepare(self):
        self.start_database()
        service = self.start_service()
        self.keys[SIZE] = self.business("Cold")
        self.load()
        service.send_signal(signal.SIGTERM)
        service.wait(30)

    def results(self):
        measured = {}
        for name, command, environment, directory in ways(self.directory):
            for kind in ("fetch", "list of 10"):
                measured[name, kind] = self.first_minute(command, environment, directory, kind)
                print(name, kind, " ".join(f"{rate:.0f}" for rate in steps(measured[name, kind][0])), flush=True)
        plot(measured, RESULTS / "cold.svg")
        return ["Requests a second, from the moment that the instance is ready.", "", *table(measured), "",
                "![requests a second over time](cold.svg)"]

    def first_minute(self, command, environment, directory, kind):
        """Requests a second in each two seconds and of a warm instance, seconds until it was ready, and its memory."""
        log = open(self.directory / "cold.log", "w")
        process = subprocess.Popen(command, cwd=directory, stdin=subprocess.PIPE, stdout=log, stderr=log,
                                   env={**os.environ, **self.settings(), **environment})
        self.processes.append(process)
        business, key = self.keys[SIZE]
        request = (Request(process, SERVICE, key, random_path(f"/customers/{business}" + "%07d", SIZE)) if kind == "fetch"
                   else Request(process, f"{SERVICE}/customers?per_page=10", key))
        try:
            begin = time.time()
            await_ready(process, f"http://localhost:{MANAGEMENT_PORT}/q/health/ready", self.directory / "cold.log")
            ready = time.time() - begin
            rates = [self.wrk(request, 2)["rps"] for _ in range(SECONDS // 2)]
            warm = statistics.median(self.wrk(request, STEP)["rps"] for _ in range(WARM_STEPS))
            return rates, warm, ready, memory(process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def await_ready(process, url, log):
    while process.poll() is None:
        try:
            with urllib.request.urlopen(url):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    raise SystemExit("The service does not start:\n" + log.read_text()[-3000:])


def memory(process):
    return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{process.pid}/status").read_text()).group(1)) / 1024


def steps(rates):
    return [statistics.mean(rates[at:at + STEP // 2]) for at in range(0, len(rates), STEP // 2)]


def first(rates):
    return statistics.mean(rates[:FIRST // 2])


def table(results):
    names = list(results)
    head = "| seconds after readiness | " + " | ".join(f"{name}, {kind}" for name, kind in names) + " |"
    lines = [head, "|" + " --- |" * (len(names) + 1)]
    for row in range(SECONDS // STEP):
        rates = [f"{steps(results[name][0])[row]:.0f}" for name in names]
        lines.append(f"| {row * STEP} to {(row + 1) * STEP} | " + " | ".join(rates) + " |")
    lines.append("| warm | " + " | ".join(f"{results[name][1]:.0f}" for name in names) + " |")
    lines.append(f"| first {FIRST} s, of warm | " + " | ".join(
        f"{first(results[name][0]) / results[name][1]:.2f}" for name in names) + " |")
    lines.append("| ready after, s | " + " | ".join(f"{results[name][2]:.1f}" for name in names) + " |")
    lines.append("| most memory (VmHWM), MiB | " + " | ".join(f"{results[name][3]:.0f}" for name in names) + " |")
    return lines


def plot(results, path):
    """Requests a second over time: one line for each way, fetches whole and lists dashed."""
    top = max(max(steps(rates)) for rates, *_ in results.values()) * 1.1
    ways_ = list(dict.fromkeys(name for name, _ in results))
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 360" font-family="sans-serif" font-size="13">',
             '<rect width="760" height="360" fill="white"/>',
             '<text x="20" y="25">Requests a second after readiness (whole: fetch, dashed: list of 10)</text>']
    for tick in range(5):
        y = 300 - 250 * tick / 4
        parts.append(f'<line x1="70" x2="550" y1="{y}" y2="{y}" stroke="#ddd"/>')
        parts.append(f'<text x="62" y="{y + 4}" text-anchor="end" fill="#555">{top * tick / 4:.0f}</text>')
    for second in range(0, SECONDS + 1, 10):
        parts.append(f'<text x="{70 + 480 * second / SECONDS:.0f}" y="320" text-anchor="middle" fill="#555">{second}</text>')
    for (name, kind), (rates, *_) in results.items():
        points = " ".join(f"{70 + 480 * (at + 0.5) * STEP / SECONDS:.1f},{300 - 250 * rate / top:.1f}"
                          for at, rate in enumerate(steps(rates)))
        dash = "" if kind == "fetch" else ' stroke-dasharray="5 4"'
        parts.append(f'<polyline fill="none" stroke="{COLORS[ways_.index(name)]}" stroke-width="2"{dash} points="{points}"/>')
    for at, name in enumerate(ways_):
        parts.append(f'<rect x="565" y="{60 + 24 * at}" width="14" height="4" fill="{COLORS[at]}"/>')
        parts.append(f'<text x="585" y="{67 + 24 * at}">{name}</text>')
    parts.append('<text x="310" y="345" text-anchor="middle" fill="#555">seconds after readiness</text></svg>')
    path.write_text("\n".join(parts) + "\n")
