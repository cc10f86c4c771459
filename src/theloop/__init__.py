"""The Loop: plan, practise under a clock, grade with evidence, see readiness move, plan again."""

__version__ = "0.1.0"
