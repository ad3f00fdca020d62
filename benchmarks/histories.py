"""Random histories of a desk on all cores, for as long as you like: what `tests/histories.py` describes.

    uv run python benchmarks/histories.py --minutes 30

Every process works through batches, each with a seed of its own, until the time is over or a history breaks
an invariant, which is printed step by step, to be made a test. The last line is JSON. It ends with 1 where a
history failed.
"""

import argparse
import json
import multiprocessing
import os
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

BATCH = 50


class _TimeIsOver(BaseException):
    """Hypothesis lets it through, where an Exception would count as a failing history."""


def _broke(error):
    """Whether a history ended with an error of its own, and not because hypothesis ended it."""
    from hypothesis.errors import HypothesisException

    return isinstance(error, Exception) and not isinstance(error, HypothesisException)


def work(number, options, end, results):
    """Batches of histories until `end` (monotonic seconds); puts the counts and what failed."""
    from hypothesis import HealthCheck, Phase, seed, settings
    from hypothesis.stateful import run_state_machine_as_test

    from tests.histories import Histories

    done = {"histories": 0, "tool_steps": 0}
    failed = False

    class Counted(Histories):
        def teardown(self):
            nonlocal failed
            shrinking, failed = failed, failed or _broke(sys.exc_info()[1])
            if not shrinking:
                done["histories"] += 1
                done["tool_steps"] += self.worked
            super().teardown()
            if not failed and time.monotonic() > end:
                raise _TimeIsOver

    Counted.__name__ = Histories.__name__
    chosen = settings(
        max_examples=BATCH,
        stateful_step_count=options.steps,
        deadline=None,
        database=None,
        phases=[Phase.generate, *([Phase.shrink] if options.shrink else [])],
        suppress_health_check=list(HealthCheck),
    )
    failure = ""
    batch = 0
    while not failure and time.monotonic() < end:
        at = options.seed + 1_000_003 * number + batch
        batch += 1
        try:
            run_state_machine_as_test(seed(at)(Counted), settings=chosen)
        except _TimeIsOver:
            break
        except Exception as error:  # noqa: BLE001 -- whatever broke is the result
            notes = "\n".join(getattr(error, "__notes__", ()))
            failure = f"seed {at}: {''.join(traceback.format_exception(error))}{notes}"
    results.put((number, done, failure))


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=25, help="of one history, at most")
    parser.add_argument(
        "--shrink", action="store_true", help="look for the shortest history that fails, for minutes"
    )
    options = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    began = time.monotonic()
    end = began + 60 * options.minutes
    processes = [
        context.Process(target=work, args=(n, options, end, results)) for n in range(options.processes)
    ]
    for process in processes:
        process.start()
    counts = {"histories": 0, "tool_steps": 0}
    failures = []
    for _ in processes:
        number, done, failure = results.get()
        counts = {name: counts[name] + done[name] for name in counts}
        if failure:
            failures.append(failure)
            print(f"process {number} found:\n{failure}", file=sys.stderr, flush=True)
    for process in processes:
        process.join()
    seconds = round(time.monotonic() - began)
    print(f"{counts['histories']:,} histories in {seconds} s, {len(failures)} of them broke an invariant")
    summary = {**counts, "seconds": seconds, "processes": options.processes, "seed": options.seed}
    print(json.dumps({**summary, "failures": failures}, ensure_ascii=False))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
