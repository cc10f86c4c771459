"""The panel beside the board knows every kind of box and every parameter, and prices are dated."""

from typing import get_args

from theloop.base.units import parse_quantity
from theloop.engines.systems.blueprint import Blueprint, Node
from theloop.engines.systems.catalogue import node_types
from theloop.engines.systems.prices import AS_OF, MACHINES, USUAL
from theloop.engines.systems.promises import with_promises


def test_every_kind_of_box_but_the_untyped_one_is_in_the_panel():
    kinds = {model.model_fields["type"].default for model in get_args(get_args(Node)[0])}
    assert {kind.type for kind in node_types()} == kinds - {"box"}


def test_every_example_unit_is_accepted_by_its_own_parameter():
    for kind in node_types():
        for parameter in kind.parameters:
            if parameter.unit:
                node = {"id": "x", "type": kind.type, parameter.name: parameter.unit}
                assert Blueprint.model_validate({"nodes": [node]})
            assert parameter.help


def test_the_usual_machine_of_each_kind_has_a_price_and_the_table_a_date():
    assert set(USUAL.values()) <= set(MACHINES)
    assert all(machine.usd_per_hour > 0 for machine in MACHINES.values())
    assert len(AS_OF.split("-")) == 3


def test_what_was_committed_becomes_a_promise_unless_the_board_says_otherwise():
    said = {"scope.p99_latency": "300 ms", "scope.cost": "$3 M", "scope.recall": "80 %", "scope.peak_load": "fast"}
    promised = with_promises(Blueprint.model_validate({"requirements": {"p99": "250 ms"}}), said).requirements
    assert promised.p99 == "250 ms"
    assert promised.recall == 0.8
    assert promised.load is None
    assert parse_quantity(promised.cost) == parse_quantity("3 M USD/year")
