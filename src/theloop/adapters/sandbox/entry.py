"""Where the judge's processes begin: `python -I -c` with the package's root, so a wheel and a checkout both work.

Why: -I drops PYTHONPATH and the working folder, which a hostile folder could use. Wrong when it is started without -I.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
"""The whole environment of every process of the judge: threads would make forking unsafe and CPU time meaningless."""


def command(call: str, *arguments: object) -> list[str]:
    """Return the command line that runs `call` of this module with JSON arguments."""
    code = f"import sys; sys.path.append({str(ROOT)!r}); from theloop.adapters.sandbox import entry; entry.{call}()"
    return [sys.executable, "-I", "-c", code, *(json.dumps(argument) for argument in arguments)]


def zygote() -> None:
    """Run a zygote: role, rung, descriptor of its control socket."""
    from theloop.adapters.sandbox.zygote import main

    role, rung, control = (json.loads(argument) for argument in sys.argv[1:])
    main(role, rung, control)


def single() -> None:
    """Run one role in this fresh process: role, request, and three descriptors (input, output, printed)."""
    from theloop.adapters.sandbox.zygote import place_descriptors, run_role

    role, request, given, out, printed = (json.loads(argument) for argument in sys.argv[1:])
    place_descriptors(given, out, printed, keep=-1)
    _end_with_parent()
    run_role(role, request, ruleset=-1)


def _end_with_parent() -> None:
    """Watch for the supervisor's death: without a kernel that tells, a program that sleeps would stay behind."""
    import os
    import threading
    import time

    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.2)
        os._exit(72)

    threading.Thread(target=watch, daemon=True).start()


def probe() -> None:
    """Exit 0 when Landlock and seccomp hold a process here: a closed file stays closed, a socket is fatal."""
    import os
    import socket

    from theloop.adapters.sandbox import confine

    places = confine.readable_places()
    pid = os.fork()
    if pid == 0:
        confine.hold(ruleset=confine.landlock_ruleset(places))
        try:
            os.open(sys.executable, os.O_RDONLY)
            os._exit(1)
        except PermissionError:
            pass
        os.listdir(next(place for place in places if place.is_dir()))
        socket.socket()
        os._exit(3)
    _, status = os.waitpid(pid, 0)
    sys.exit(0 if os.WIFSIGNALED(status) and os.WTERMSIG(status) == 31 else 1)
