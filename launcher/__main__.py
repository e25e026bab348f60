"""`python -m launcher demo | reset | run`, as called by the Makefile."""

from __future__ import annotations

import argparse
import os
import signal
import sys

from launcher.demo import demo, reset
from launcher.home import CHECKOUT
from launcher.processes import Refusal, die_with_parent
from launcher.run import run


def main() -> int:
    parser = argparse.ArgumentParser(prog="launcher")
    commands = parser.add_subparsers(dest="command", required=True)
    of_demo = commands.add_parser("demo", help="the whole system on sample data")
    of_demo.add_argument("--exit", action="store_true", help="stop as soon as the site answers")
    commands.add_parser("reset", help="delete the demo's data")
    of_run = commands.add_parser("run", help="one command on fresh servers")
    of_run.add_argument("--durable", action="store_true", help="keep fsync on, as benchmarks need")
    of_run.add_argument("line", nargs=argparse.REMAINDER)
    wanted = parser.parse_args()
    os.chdir(CHECKOUT)
    if "MAKELEVEL" in os.environ:
        die_with_parent(signal.SIGTERM)  # kill -9 of make must not leave us serving unseen
    try:
        if wanted.command == "demo":
            return demo(leave=wanted.exit)
        if wanted.command == "reset":
            return reset()
        return run(wanted.line, durable=wanted.durable)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
