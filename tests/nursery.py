"""Runs command lines in processes of their own, quickly: a program that is loaded once forks for each.

First it drafts the workspace that it is given, so that all is loaded, and says `ready`. Each line of input is
a list of arguments in JSON. Answers are lines: the process number, then its exit code or, negative, the
signal that ended it. A double stands for the model, and no disk is waited for: what a kill leaves is not
what a power cut leaves.
"""

import contextlib
import json
import os
import sys
from unittest import mock

from tests.doubles import model
from translate import cli


def call(arguments):
    sys.argv = ["translate", *arguments]
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):  # noqa: PTH123 -- a device, no path
        try:
            cli.main()
        except SystemExit as leaving:
            return leaving.code or 0
    return 0


def main():
    with model(), mock.patch("os.fsync", return_value=None):
        if call(["run", "-q", "-w", sys.argv[1]]) not in {0, 1}:
            sys.exit("the workspace cannot be drafted")
        print("ready", flush=True)
        for line in sys.stdin:
            child = os.fork()
            if not child:
                code = 70  # a traceback
                try:
                    code = call(json.loads(line))
                finally:
                    os._exit(code)
            print(child, flush=True)
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
