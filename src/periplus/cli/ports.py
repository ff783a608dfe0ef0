"""Free ports: a busy one is no reason to stop."""

import socket

from periplus.cli.failures import Failure

FIRST = 8000
TRIES = 100


def free_port(host: str, wanted: int) -> int:
    """`wanted`, or the next one that nobody listens on."""
    for port in range(wanted, wanted + TRIES):
        if _is_free(host, port):
            return port
    message = f"All ports from {wanted} to {wanted + TRIES - 1} are busy. Choose another with --port."
    raise Failure(message)


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
