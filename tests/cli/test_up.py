"""`periplus up` starts everything, survives what happens to it and leaves nothing behind."""

import os
import signal
import socket
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from periplus.cli.embedded import Cluster
from periplus.cli.roles import APP_ROLE
from tests.cli.conftest import Up, all_gone, processes_of

Start = Callable[..., Up]


def answers(address: str) -> bool:
    with urllib.request.urlopen(f"{address}/accounts/login/", timeout=30) as answer:  # noqa: S310 -- ours
        return bool(answer.status == 200)


def app_cannot(cluster: Cluster, statement: str) -> bool:
    with psycopg.connect(cluster.address("periplus", APP_ROLE)) as connection:
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return True
    return False


def test_it_serves_and_stops_on_sigterm(up: Start, tmp_path: Path) -> None:
    running = up("--workers", "1")
    assert answers(running.address())
    cluster = Cluster(tmp_path / "home" / "postgres")
    with psycopg.connect(cluster.address("periplus", APP_ROLE)) as connection:
        assert connection.execute("SELECT count(*) FROM core_event").fetchone() is not None
    for table in ("core_event", "core_eventobject"):
        assert app_cannot(cluster, f"UPDATE {table} SET id = id")  # noqa: S608 -- fixed names
        assert app_cannot(cluster, f"DELETE FROM {table}")  # noqa: S608
        assert app_cannot(cluster, f"TRUNCATE {table} CASCADE")
        assert app_cannot(cluster, f"ALTER TABLE {table} DISABLE TRIGGER ALL")
    running.process.send_signal(signal.SIGTERM)
    assert running.end().endswith("Stopped.\n")
    assert running.process.returncode == 0
    assert all_gone(tmp_path)


def test_a_killed_run_starts_again_and_a_busy_port_is_no_error(up: Start, tmp_path: Path) -> None:
    killed = up("--workers", "1")
    first = killed.address()
    os.kill(killed.process.pid, signal.SIGKILL)
    killed.process.wait()
    assert processes_of(tmp_path)  # server, worker and database live on

    with socket.create_server(("127.0.0.1", 0)) as busy:
        again = up("--workers", "1", "--port", str(busy.getsockname()[1]))
        second = again.address()
        assert second.rpartition(":")[2] not in {str(busy.getsockname()[1]), first.rpartition(":")[2]}
        assert answers(second)
    assert "Ended what an earlier run had left behind." in "".join(again.said)

    third = up()
    assert "already runs" in third.end()
    assert third.process.returncode == 1
    assert answers(second)

    os.killpg(again.process.pid, signal.SIGINT)
    again.end()
    assert again.process.returncode == 0
    assert all_gone(tmp_path)


def test_a_dying_worker_ends_everything_with_its_last_words(up: Start, tmp_path: Path) -> None:
    running = up("--workers", "1")
    running.address()
    worker = next(process for process in processes_of(tmp_path) if process.cmdline()[-1:] == ["worker"])
    worker.kill()
    assert "The worker ended by itself." in running.end()
    assert running.process.returncode == 1
    assert all_gone(tmp_path)


@pytest.mark.parametrize("folder", ["short", "n" * 120])
def test_a_cluster_starts_once_and_stops(tmp_path: Path, folder: str) -> None:
    cluster = Cluster(tmp_path / folder)
    assert cluster.start()
    assert not cluster.start()
    with psycopg.connect(cluster.address("postgres")) as connection:
        assert connection.execute("SELECT lower('ÑÁ中')").fetchone() == ("ñá中",)
        assert not cluster.is_idle()
    assert cluster.is_idle(within=30)
    cluster.stop()
    assert not cluster.is_running()


def test_a_pid_file_of_another_process_is_no_running_cluster(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "postgres")
    cluster.start()
    cluster.stop()
    (tmp_path / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{tmp_path}\n")
    assert cluster.start()
    cluster.stop()
