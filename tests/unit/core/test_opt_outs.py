"""…/opt-outs/sale-sharing (CCPA): what a user said, for the team to ask."""

import pytest

from functions.core.consents import Whose
from functions.core.errors import ErasureRunning
from functions.core.opt_outs import KeepOptOuts, OptOut, get_opt_out, set_opt_out
from tests.fakes.opt_outs import FakeOptOuts
from tests.fakes.world import OTHER_TEAM, TEAM, World

MINE = Whose(TEAM, "u1")


@pytest.fixture
def opting(world: World) -> KeepOptOuts:
    return KeepOptOuts(FakeOptOuts(world.ledger), world.ledger, world.mac)


def said(world: World, *, opted_out: bool = True) -> OptOut:
    return OptOut(opted_out, "self", world.clock())


def test_nobody_has_opted_out_who_did_not_say_so(opting: KeepOptOuts) -> None:
    assert get_opt_out(MINE, opting) == OptOut(opted_out=False)


def test_a_user_opts_out_and_in_again(world: World, opting: KeepOptOuts) -> None:
    out = set_opt_out(MINE, said(world), opting)
    world.clock.advance(60)
    assert set_opt_out(MINE, said(world), opting) == get_opt_out(MINE, opting) == out
    back = set_opt_out(MINE, said(world, opted_out=False), opting)
    assert (back.opted_out, get_opt_out(MINE, opting)) == (False, back)


def test_it_is_of_one_user_of_one_team(world: World, opting: KeepOptOuts) -> None:
    """Promise 10."""
    set_opt_out(MINE, said(world), opting)
    for whose in (Whose(TEAM, "u1x"), Whose(OTHER_TEAM, "u1")):
        assert not get_opt_out(whose, opting).opted_out


def test_an_erasure_ends_it_and_nothing_is_said_while_it_runs(world: World, opting: KeepOptOuts) -> None:
    set_opt_out(MINE, said(world), opting)
    erasure = world.ask_erasure()
    assert not get_opt_out(MINE, opting).opted_out
    with pytest.raises(ErasureRunning):
        set_opt_out(MINE, said(world, opted_out=False), opting)
    world.run(erasure)
    assert set_opt_out(MINE, said(world), opting).opted_out
