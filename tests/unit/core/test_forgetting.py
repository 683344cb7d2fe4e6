"""Promises 5, 6 and 7 in every order in which things can happen, as far as chance finds it."""

from hypothesis import HealthCheck, settings

from tests.unit.core.forgotten import Forgotten

TestForgetting = Forgotten.TestCase
TestForgetting.settings = settings(
    max_examples=200,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
