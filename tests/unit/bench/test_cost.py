"""Cost is units by price, and says why so many; a summary reads what the benches print."""

import pytest

from bench.cost import Line, of_a_month, of_photos, priced, told
from bench.photos import ROOT
from bench.prices import PRICES
from bench.summary import with_goals
from infra.stage import STAGES, Stage

PROD = Stage("prod")
TOLD = """
| case | × floor | range | should be ≤ |
| ---- | ------: | ----: | ----------: |
| floor | 1.00 | 1.0–1.0 | |
| faces | 2.15 | 2.1–2.2 | 2.8 |
| text | 9.50 | 9.1–9.9 | 3.0 |
"""


def photos(stage: Stage = PROD, *, megabytes: float = 4, seconds: float = 4, days: float = 30) -> list[Line]:
    return of_photos(stage, megabytes=megabytes, seconds=seconds, days=days)


def dollars(lines: list[Line]) -> float:
    return sum(line.dollars for line in lines)


def test_every_line_has_a_price_and_a_reason() -> None:
    for line in [*photos(), *of_a_month(PROD)]:
        assert line.item in PRICES
        assert line.why


def test_twice_the_masking_costs_more_by_that_alone() -> None:
    more = dollars(photos(seconds=8)) - dollars(photos(seconds=4))
    masked = 1000 * 4 * PROD.masker_megabytes / 1024
    assert more == pytest.approx(masked * PRICES["Lambda, arm64, GB second"].of_one)


def test_what_a_stage_has_not_costs_nothing() -> None:
    bare = Stage("dev", firewall=False, trail=False)
    items = {row[0] for row in told(photos(bare))}
    assert not items & {"WAF, call", "CloudTrail, data event"}
    assert dollars(photos(bare)) < dollars(photos(Stage("prod", trail=True)))


def test_the_dearest_comes_first_and_the_sum_last() -> None:
    rows = told(photos())
    costs = [float(row[2]) for row in rows]
    assert costs[:-1] == sorted(costs[:-1], reverse=True)
    assert costs[-1] == pytest.approx(sum(costs[:-1]), abs=0.01)


def test_the_page_shows_what_the_command_prints_and_where_each_price_is_from() -> None:
    page = (ROOT / "docs" / "cost.md").read_text()
    prod = STAGES["prod"]
    shown = [row[:3] for row in (*told(photos(prod)), *told(of_a_month(prod)))]
    for row in (*shown, *priced()):
        assert f"| {' | '.join(row)} |" in page


def test_looking_for_malware_is_paid_by_the_object_and_by_the_gigabyte() -> None:
    more = dollars(photos(Stage("prod", malware_protection=True))) - dollars(photos(Stage("prod")))
    assert more == pytest.approx(1000 * 0.000308 + 4000 / 1024 * 0.129)


def test_a_summary_takes_the_rows_that_have_a_goal() -> None:
    found = list(with_goals("bench.speed", TOLD))
    assert [(figure.name, figure.value, figure.goal, figure.met) for figure in found] == [
        ("speed: faces", "2.15", "≤ 2.8", True),
        ("speed: text", "9.50", "≤ 3.0", False),
    ]
