"""What machines cost: one table, with the date it was read and where.

Why: cost is a verdict, so its prices must be the same for everyone and dated. Wrong when a discount is negotiated:
these are list prices on demand, and a report prints the date beside every sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

AS_OF: Final = "2026-06-17"
SOURCE: Final = (
    "EC2 on demand, us-east-1, via factualminds.com (2026-06-17); "
    "CPU, RAM, GPU months and traffic between zones: sirupsen/napkin-math (2026-03-08)"
)
HOURS_A_YEAR: Final = 8_760
SECONDS_A_YEAR: Final = 31_536_000
CROSS_ZONE_USD_PER_BYTE: Final = 0.01 / 1e9  # napkin-math: 0.01 USD per GB between zones
_VCPU_MONTH, _GB_MONTH, _GPU_MONTH = 15.0, 2.0, 5_000.0  # napkin-math, USD
_HOURS_A_MONTH = 730
_GIB = 1024.0**3
_M7G_LARGE = 0.0816  # USD/h: 2 vCPU, 8 GiB
_G5_XLARGE = 1.006  # USD/h: one A10G


@dataclass(frozen=True, slots=True)
class Machine:
    """A kind of machine: its price in USD per hour, its memory in bytes, and what it is."""

    usd_per_hour: float
    memory: float
    says: str


MACHINES: Final = {
    "cpu-2": Machine(_M7G_LARGE, 8 * _GIB, "2 vCPU, 8 GiB (m7g.large)"),
    "cpu-16": Machine(8 * _M7G_LARGE, 64 * _GIB, "16 vCPU, 64 GiB, eight times m7g.large"),
    "cpu-64": Machine(32 * _M7G_LARGE, 256 * _GIB, "64 vCPU, 256 GiB, 32 times m7g.large"),
    "mem-64": Machine((8 * _VCPU_MONTH + 64 * _GB_MONTH) / _HOURS_A_MONTH, 64e9, "8 vCPU, 64 GB of memory"),
    "mem-256": Machine((32 * _VCPU_MONTH + 256 * _GB_MONTH) / _HOURS_A_MONTH, 256e9, "32 vCPU, 256 GB of memory"),
    "gpu-a10g": Machine(_G5_XLARGE, 24e9, "one A10G, 24 GB (g5.xlarge)"),
    "gpu-large": Machine(_GPU_MONTH / _HOURS_A_MONTH, 80e9, "one data-centre GPU by the month"),
}
USUAL: Final = {
    "service": "cpu-16",
    "fanout": "cpu-16",
    "cache": "mem-64",
    "feature_store": "mem-64",
    "ann": "cpu-16",
    "ranker": "gpu-a10g",
    "store": "mem-64",
    "stream": "cpu-16",
    "trainer": "gpu-large",
    "batch_job": "cpu-16",
}
