"""`periplus up`: everything on one machine, until Ctrl-C."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser, Namespace

from periplus.cli.failures import Failure
from periplus.cli.installation import Installation
from periplus.cli.ports import FIRST, free_port
from periplus.cli.processes import MARK, Crew, stop_leftovers
from periplus.cli.programs import ClusterError
from periplus.cli.supervision import Told, deaf, only_one, told_by_signals

NAME = "up"
HELP = "starts database, server and worker on this machine and stops them on Ctrl-C"
READY_SECONDS = 60.0
PERIPLUS = (sys.executable, "-m", "periplus.cli")


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--demo", action="store_true", help="tell the demo story into an empty database")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=FIRST, help="first port to try (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="server processes (default: %(default)s)")


def run(options: Namespace) -> int:
    here = Installation.here()
    here.home.mkdir(parents=True, exist_ok=True)
    crew = Crew(here.home)
    with only_one(here.home), told_by_signals():
        try:
            _start(here, crew, options)
            _watch(here, crew)
        except (Told, KeyboardInterrupt):
            pass
        except ClusterError as error:
            raise Failure(str(error)) from error
        finally:
            deaf()
            _stop(here, crew)
    return 0


def _start(here: Installation, crew: Crew, options: Namespace) -> None:
    if stop_leftovers(here.home):
        _say("Ended what an earlier run had left behind.")
    port = str(free_port(options.host, options.port))
    address = f"http://{_name_of(options.host)}:{port}"
    environment = _environment(here, address, options)
    _once(environment, "migrate", "--quiet")
    roles = _once(environment, "demo") if options.demo else ""
    serve = [*PERIPLUS, "serve", *("--host", options.host, "--port", port, "--workers", str(options.workers))]
    crew.start("server", serve, environment=environment, log=here.log("server"))
    crew.start("worker", [*PERIPLUS, "worker"], environment=environment, log=here.log("worker"))
    _wait_until_ready(here, crew, address)
    _say(f"\nPeriplus is open at {address}\n{roles}Ctrl-C stops everything.")


def _stop(here: Installation, crew: Crew) -> None:
    _say("Stopping …")
    crew.stop()
    if here.is_embedded:
        here.cluster.stop()
    _say("Stopped.")


def _name_of(host: str) -> str:
    """How a person on this machine calls the server."""
    if host in {"127.0.0.1", "0.0.0.0"}:  # noqa: S104 -- compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host


def _environment(here: Installation, address: str, options: Namespace) -> dict[str, str]:
    environment = {MARK: str(here.home), **here.prepare()}
    environment["PERIPLUS_SITE_URL"] = os.environ.get("PERIPLUS_SITE_URL", address)
    if options.demo:
        environment["PERIPLUS_DEMO"] = "1"
    return environment


def _once(environment: dict[str, str], *words: str) -> str:
    """Runs one of our own commands to its end, with settings of its own; answers what it wrote."""
    command, env = [*PERIPLUS, *words], {**os.environ, **environment}
    finished = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=False)
    if finished.returncode:
        message = f"`periplus {words[0]}` ended with {finished.returncode}; what it said stands above."
        raise Failure(message)
    return finished.stdout


def _wait_until_ready(here: Installation, crew: Crew, address: str) -> None:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        _fail_if_ended(here, crew)
        if _answers(address):
            return
        time.sleep(0.1)
    message = f"The server does not answer at {address}. See {here.log('server')}."
    raise Failure(message)


def _answers(address: str) -> bool:
    """Whether anything comes back; what it is, is the page's own matter."""
    try:
        urllib.request.urlopen(address, timeout=10).close()  # noqa: S310 -- our own http address
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def _watch(here: Installation, crew: Crew) -> None:
    """Waits for a signal; a child that ends by itself ends everything: half a system is worse than none."""
    while True:
        _fail_if_ended(here, crew)
        time.sleep(0.5)


def _fail_if_ended(here: Installation, crew: Crew) -> None:
    name = crew.first_ended()
    if name:
        last = "\n".join(here.log(name).read_text(errors="replace").splitlines()[-15:])
        message = f"The {name} ended by itself. Its last words, from {here.log(name)}:\n{last}"
        raise Failure(message)


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()
