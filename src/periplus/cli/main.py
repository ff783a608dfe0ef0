"""Finds the commands and runs the one that was asked for."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from pkgutil import iter_modules
from typing import Protocol, cast

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from periplus.cli import commands
from periplus.cli.failures import Failure


class Command(Protocol):
    """What a module in `periplus.cli.commands` offers."""

    NAME: str
    HELP: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declares the options."""

    def run(self, options: Namespace) -> int:
        """Does the work; 0 means done, 1 means a stated failure, 2 means a wrong call."""


def find_commands() -> dict[str, Command]:
    """All commands by name. A new module in `commands` is a new command."""
    names = sorted(module.name for module in iter_modules(commands.__path__))
    modules = [cast("Command", import_module(f"{commands.__name__}.{name}")) for name in names]
    return {module.NAME: module for module in modules}


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "periplus.config.settings")
    found = find_commands()
    options = _parser(found).parse_args(arguments)
    try:
        return found[options.command].run(options)
    except (Failure, ImproperlyConfigured) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    except (psycopg.OperationalError, OperationalError) as error:
        sys.stderr.write(f"The database does not answer: {str(error).strip()}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has enough of it, as in `periplus export | head`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser(found: dict[str, Command]) -> ArgumentParser:
    parser = ArgumentParser(
        prog="periplus", description="Goal, path, feedback: runs an installation of Periplus."
    )
    parser.add_argument("--version", action="version", version=f"Periplus {version('periplus')}")
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, command in found.items():
        command.add_arguments(choices.add_parser(name, help=command.HELP, description=command.HELP))
    return parser
