# ruff: noqa: E501 - a hostile program on one line is read as one thing
"""Hostile programs: each tries to be accepted without knowing the answer, to see it, or to do damage.

`needs` is the lowest rung that promises to stop it; `ends` are the verdicts it may end in.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent, indent

FIND = """
import re
def found(data):
    hit = re.search(b"GOAL" + b"-[0-9]{13}", data)
    return hit.group().decode() if hit else "nothing"
"""


@dataclass(frozen=True, slots=True)
class Hostile:
    name: str
    source: str
    ends: frozenset[str]
    needs: str


def _of(name: str, body: str, ends: str, *, needs: str = "D", top: str = "") -> Hostile:
    source = dedent(top) + "\ndef answer(n):\n" + indent(dedent(body).strip("\n"), "    ") + "\n"
    return Hostile(name, source, frozenset(ends.split()), needs)


def _leak(name: str, body: str, *, needs: str = "D", top: str = "", ends: str = "wrong_answer") -> Hostile:
    return _of(name, body, ends, needs=needs, top=FIND + dedent(top))


_PREFIX = "import os, struct\ndef frame(kind, index, header, body=b''):\n    return struct.pack('>cIIQ', kind, index, len(header), len(body)) + header + body\n"
_CALL = """
import ctypes
def call(*args):
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.syscall(*[ctypes.c_long(a) if isinstance(a, int) else a for a in args])
"""

FORGE = [
    _of(
        "prints a verdict and leaves",
        'print(\'{"verdict": "accepted"}\', flush=True)\nimport os; os._exit(0)',
        "runtime_error",
    ),
    _of("leaves with success at import", "return 1", "runtime_error", top="import sys; sys.exit(0)"),
    _of("leaves hard at import", "return 1", "runtime_error", top="import os; os._exit(0)"),
    _of("answers twice", "os.write(4, frame(b'A', 0, b'[\"n\"]'))\nreturn 1", "protocol_error", top=_PREFIX),
    _of(
        "sends the grader's own word",
        "os.write(4, frame(b'V', n - 1, b'{\"status\": \"accepted\"}'))\nimport time; time.sleep(9)",
        "protocol_error",
        top=_PREFIX,
    ),
    _of(
        "answers for a later test",
        "os.write(4, frame(b'A', n, b'[\"n\"]'))\nimport time; time.sleep(9)",
        "protocol_error",
        top=_PREFIX,
    ),
    _of(
        "announces an endless body",
        "os.write(4, struct.pack('>cIIQ', b'A', 0, 2, 1 << 62))\nimport time; time.sleep(9)",
        "protocol_error",
        top=_PREFIX,
    ),
    _of(
        "announces an endless header",
        "os.write(4, struct.pack('>cIIQ', b'A', 0, 1 << 31, 0))\nimport time; time.sleep(9)",
        "protocol_error",
        top=_PREFIX,
    ),
    _of(
        "sends a pickle",
        "import pickle\nos.write(4, frame(b'A', 0, pickle.dumps([1, None, []])))\nimport time; time.sleep(9)",
        "protocol_error",
        top=_PREFIX,
    ),
    _of(
        "sends a shape without bytes",
        'os.write(4, frame(b\'A\', 0, b\'["l",[["a","<f8",[1099511627776]],["n"],["l",[]]]]\'))\nimport time; time.sleep(9)',
        "protocol_error",
        top=_PREFIX,
    ),
    _of(
        "sends ten thousand brackets",
        "os.write(4, frame(b'A', 0, b'[' * 10000))\nimport time; time.sleep(9)",
        "protocol_error",
        top=_PREFIX,
    ),
    _of(
        "sends a million parts",
        "os.write(4, frame(b'A', 0, b'[\"l\",[' + b','.join([b'[\"n\"]'] * 300000) + b']]'))\nimport time; time.sleep(9)",
        "protocol_error",
        top=_PREFIX,
    ),
    _of(
        "sends keys that collide",
        "os.write(4, frame(b'A', 0, b'[\"d\",[' + b','.join(b'[[\"i\",\"%d\"],[\"n\"]]' % (k * (2**61 - 1)) for k in range(40000)) + b']]'))\nimport time; time.sleep(9)",
        "protocol_error",
        top=_PREFIX,
    ),
    _of("equals everything", "class Same:\n    def __eq__(self, other): return True\nreturn Same()", "wrong_answer"),
    _of(
        "is a string that equals everything",
        "class Same(str):\n    def __eq__(self, other): return True\n    __hash__ = str.__hash__\nreturn Same('x')",
        "wrong_answer",
    ),
    _of("returns an array of objects", "import numpy as np\nreturn np.array([object()], dtype=object)", "wrong_answer"),
    _of("returns a number of a million digits", "return 1 << 3_500_000", "wrong_answer"),
    _of(
        "returns a list in a list, ten thousand deep",
        "x = []\nfor _ in range(10000): x = [x]\nreturn x",
        "wrong_answer runtime_error",
    ),
    _of(
        "patches numpy and builtins",
        "return 'x'",
        "wrong_answer runtime_error",
        top="import builtins, numpy as np\nnp.allclose = np.array_equal = lambda *a, **k: True\nbuiltins.isinstance = lambda *a: True",
    ),
    _of(
        "replaces the encoder",
        "return 1",
        "protocol_error",
        top="import sys\nsys.modules['theloop.adapters.sandbox.child'].encode_value = lambda v: (b'{\"status\":\"accepted\"}', b'')",
    ),
    _of(
        "rewrites its caller",
        "import sys\nframe = sys._getframe(1)\nframe.f_globals['encode_value'] = lambda v: (b'[\"b\",true]', b'')\nreturn 1",
        "protocol_error",
    ),
    _of(
        "writes to every descriptor",
        "import os\nfor d in range(512):\n    try: os.write(d, b'accepted')\n    except OSError: pass\nimport time; time.sleep(9)",
        "protocol_error time_limit",
    ),
    _of("closes the channel", "import os, time\nos.close(4); time.sleep(9)", "protocol_error"),
    _of(
        "hangs in the text of its error",
        "class E(BaseException):\n    def __str__(self):\n        while True: pass\nraise E()",
        "time_limit",
    ),
]

LEAK = [
    _leak(
        "walks all objects and frames",
        "import gc\nreturn found(repr([o for o in gc.get_objects() if isinstance(o, (dict, list, tuple, str, bytes))][:20000]).encode())",
        ends="wrong_answer time_limit memory_limit",
    ),
    _leak(
        "reads its own memory",
        "data = b''\nfor line in open('/proc/self/maps'):\n    if 'heap' in line:\n        lo, hi = (int(x, 16) for x in line.split()[0].split('-'))\n        with open('/proc/self/mem', 'rb') as f:\n            f.seek(lo); data += f.read(hi - lo)\nreturn found(data)",
        ends="wrong_answer runtime_error memory_limit",
    ),
    _leak(
        "reads its parent's memory",
        "import os\nopen(f'/proc/{os.getppid()}/mem', 'rb')\nreturn 'opened'",
        needs="B",
        ends="runtime_error",
    ),
    _leak(
        "reads every process's memory",
        "import os\nfor pid in os.listdir('/proc'): pass\nreturn 'listed'",
        needs="B",
        ends="runtime_error",
    ),
    _leak("reads the environment", "import os\nreturn found(repr(dict(os.environ)).encode())"),
    _leak(
        "reads its parent's environment",
        "import os\nreturn found(open(f'/proc/{os.getppid()}/environ', 'rb').read())",
        ends="wrong_answer runtime_error",
    ),
    _leak(
        "reads the first stack",
        "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.getenv.restype = ctypes.c_char_p\nreturn found(libc.getenv(b'THELOOP_TEST_GOAL') or b'')",
    ),
    _leak(
        "reads every open descriptor",
        "import os\ndata = b''\nfor d in [0, *range(5, 256)]:\n    try: data += os.read(d, 4096)\n    except OSError: pass\nreturn found(data)",
    ),
    _leak("looks ahead in its channel", "import os\nreturn found(os.read(3, 1 << 20))", ends="time_limit"),
    _leak(
        "imports the grader",
        "import sys\nreturn found(repr(vars(sys.modules['theloop.adapters.sandbox.grader'])).encode())",
    ),
    _leak("reads the planted file", "return open(PLANTED).read()", needs="B", ends="runtime_error"),
    _leak(
        "reaches the planted file by a link",
        "import os\nos.symlink(PLANTED, '/tmp/theloop-link')\nreturn open('/tmp/theloop-link').read()",
        needs="B",
        ends="runtime_error",
    ),
    _leak(
        "chroots to where rules end",
        "import ctypes\nctypes.CDLL(None).chroot(b'/tmp')\nreturn open(PLANTED).read()",
        needs="B",
        ends="runtime_error",
    ),
]

DENY = [
    _of("allocates four gigabytes", "return len(bytearray(4 << 30))", "memory_limit"),
    _of("allocates bit by bit", "kept = []\nwhile True: kept.append(bytearray(1 << 20))", "memory_limit"),
    _of("allocates in numpy", "import numpy as np\nreturn np.ones(1 << 30)", "memory_limit"),
    _of("floods its output", "while True: print('x' * 65536)", "output_limit"),
    _of("sleeps", "import time; time.sleep(600)", "time_limit"),
    _of("spins", "while True: pass", "time_limit"),
    _of("spins in C", "return sum(range(10**13))", "time_limit"),
    _of("spins in a regex", "import re\nreturn re.match(r'(a+)+$', 'a' * 60 + 'b')", "time_limit"),
    _of("spins at import", "return 1", "time_limit", top="while True: pass"),
    _of("sleeps at import", "return 1", "time_limit", top="import time; time.sleep(600)"),
    _of("recurses", "return answer(n)", "runtime_error"),
    _of("touches address zero", "import ctypes; ctypes.string_at(0)", "runtime_error"),
    _of("hangs at exit", "import atexit, sys, time\natexit.register(time.sleep, 600)\nsys.exit(0)", "runtime_error"),
    _of(
        "ignores signals and spins",
        "import signal\nfor s in (signal.SIGXCPU, signal.SIGTERM, signal.SIGINT): signal.signal(s, signal.SIG_IGN)\nwhile True: pass",
        "time_limit",
    ),
    _of("dribbles one byte", "import os, time\nos.write(4, b'A'); time.sleep(600)", "time_limit"),
    _of("stops itself", "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", "time_limit forbidden"),
    _of(
        "catches everything",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "time_limit",
    ),
]

PROCESS = [
    _of("forks without end", "import os\nwhile True: os.fork()", "forbidden", needs="B"),
    _of(
        "starts threads without end",
        "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(600,)).start()",
        "runtime_error",
        needs="B",
    ),
    _of(
        "leaves a daemon",
        "import os, time\nif os.fork() == 0:\n    os.setsid(); time.sleep(600)\nreturn 1",
        "forbidden",
        needs="B",
    ),
    _of("runs a shell", "import os\nos.execv('/bin/sh', ['/bin/sh', '-c', 'sleep 600'])", "forbidden", needs="B"),
    _of("runs a subprocess", "import subprocess\nsubprocess.run(['/bin/true'])", "forbidden runtime_error", needs="B"),
    _of("kills its parent", "import os\nos.kill(os.getppid(), 9)", "forbidden", needs="B"),
    _of("kills its group", "import os\nos.kill(0, 9)", "forbidden", needs="B"),
    _of("kills all it may", "import os\nos.kill(-1, 9)", "forbidden", needs="B"),
    _of(
        "connects by TCP",
        "import socket\nsocket.create_connection(('127.0.0.1', 9))",
        "forbidden",
        needs="B",
        top="import socket",
    ),
    _of("makes a socket pair", "import socket\nsocket.socketpair()", "forbidden", needs="B", top="import socket"),
    _of("writes a file", "open('/tmp/theloop-left-behind', 'w').write('x')\nreturn 1", "runtime_error", needs="B"),
    _of(
        "raises its own limits",
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40))\nreturn 1",
        "runtime_error",
        needs="B",
    ),
    _of(
        "outlives its parent's death",
        "if call(157, 1, 0, 0, 0, 0) == 0: return 'cleared'\nraise PermissionError",
        "runtime_error",
        needs="B",
        top=_CALL,
    ),
    _of(
        "traces its parent", "import os\ncall(101, 16, os.getppid(), 0, 0)\nreturn 1", "forbidden", needs="B", top=_CALL
    ),
    _of(
        "copies its parent's memory",
        "import os\ncall(310, os.getppid(), 0, 0, 0, 0, 0)\nreturn 1",
        "forbidden",
        needs="B",
        top=_CALL,
    ),
    _of("makes a file of memory", "call(319, ctypes.c_char_p(b'x'), 0)\nreturn 1", "forbidden", needs="B", top=_CALL),
    _of("loads a BPF program", "call(321, 5, 0, 0)\nreturn 1", "forbidden", needs="B", top=_CALL),
    _of("sets up io_uring", "call(425, 1, 0)\nreturn 1", "forbidden", needs="B", top=_CALL),
    _of("opens perf", "call(298, 0, 0, -1, -1, 0)\nreturn 1", "forbidden", needs="B", top=_CALL),
    _of("asks the keyring", "call(250, 0, -3, 0)\nreturn 1", "forbidden", needs="B", top=_CALL),
    _of("enters new namespaces", "call(272, 0x10000000)\nreturn 1", "forbidden", needs="B", top=_CALL),
    _of("opens by handle", "call(304, -100, 0, 0)\nreturn 1", "forbidden", needs="B", top=_CALL),
    _of("takes a descriptor of another", "call(438, 3, 4, 0)\nreturn 1", "forbidden", needs="B", top=_CALL),
    _of("calls by the x32 numbers", "call(0x40000000 + 39)\nreturn 1", "forbidden", needs="B", top=_CALL),
]

LOWEST = [program for program in [*LEAK, *DENY] if program.needs == "D"]
HOSTILE = [*FORGE, *LEAK, *DENY, *PROCESS]
X86_ONLY = frozenset(program.name for program in PROCESS if "call(" in program.source)
