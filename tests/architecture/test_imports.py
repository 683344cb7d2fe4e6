"""Dependencies point inwards: function → aws, edge, imaging → core."""

import pytest

from tests.architecture.sources import LAYERS, STANDARD, Import, functions, imports

FUNCTIONS = functions()
COMMAND_LINE = ("functions/imaging/cli/", "functions/imaging/__main__.py")


def _offending(folder: str, *packages: str) -> list[str]:
    return [str(each) for each in imports(folder) if each.of(*packages)]


def test_there_is_something_to_judge() -> None:
    assert {"create_job", "mask_identity", "erase"} <= set(FUNCTIONS)
    assert len(list(imports("functions"))) > 200
    assert Import("x", 1, "functions.aws.jobs").of("functions.aws")
    assert not Import("x", 1, "functions.awsome").of("functions.aws")


def test_what_runs_in_the_cloud_imports_nothing_of_how_it_gets_there() -> None:
    assert _offending("functions", "infra", "tools", "tests", "aws_cdk", "constructs") == []


def test_core_knows_nothing_but_itself_the_standard_library_and_ids() -> None:
    known = STANDARD | {"ulid", "functions"}
    seen = list(imports("functions/core"))
    assert [str(each) for each in seen if each.top not in known] == []
    assert [str(each) for each in seen if each.top == "functions" and not each.of("functions.core")] == []


@pytest.mark.parametrize(
    ("layer", "forbidden"),
    [
        ("aws", ["functions.edge", "functions.imaging"]),
        ("edge", ["functions.aws", "functions.imaging", "boto3", "botocore"]),
        ("imaging", ["functions.aws", "functions.edge", "boto3", "botocore", "aws_lambda_powertools"]),
    ],
)
def test_a_layer_knows_no_layer_beside_it(layer: str, forbidden: list[str]) -> None:
    assert _offending(f"functions/{layer}", *forbidden) == []


@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_no_layer_knows_a_function(layer: str) -> None:
    assert _offending(f"functions/{layer}", *(f"functions.{name}" for name in FUNCTIONS)) == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_knows_another(name: str) -> None:
    others = [f"functions.{other}" for other in FUNCTIONS if other != name]
    assert _offending(f"functions/{name}", *others) == []


def test_boto3_is_imported_by_adapters_alone() -> None:
    """House rule 5: only adapters see ``ClientError``."""
    seen = [each for each in imports("functions") if each.top in {"boto3", "botocore"}]
    assert seen
    assert [str(each) for each in seen if not each.source.startswith("functions/aws/")] == []


def test_pixels_are_touched_by_imaging_alone() -> None:
    seen = [each for each in imports("functions") if each.top in {"PIL", "numpy", "onnxruntime"}]
    assert seen
    assert [str(each) for each in seen if not each.source.startswith("functions/imaging/")] == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_settings_are_read_by_infra_too_and_so_import_next_to_nothing(name: str) -> None:
    """House rule 3."""
    seen = [each for each in imports(f"functions/{name}") if each.source.endswith("/settings.py")]
    assert any(each.of("functions.core.environment") for each in seen)
    allowed = [each.top in STANDARD or each.of("functions.core.environment") for each in seen]
    assert all(allowed), [str(each) for each in seen]


def test_the_environment_of_settings_is_the_standard_library_alone() -> None:
    seen = [each for each in imports("functions/core") if each.source.endswith("/environment.py")]
    assert all(each.top in STANDARD for each in seen)


def test_the_cloud_needs_few_packages() -> None:
    """Every dependency is one more thing that can be attacked."""
    travels = [each for each in imports("functions") if not each.source.startswith(COMMAND_LINE)]
    packages = {each.top for each in travels} - STANDARD - {"functions"}
    assert {each for each in packages if not each.startswith("mypy_boto3_")} == {
        "PIL", "aws_lambda_powertools", "boto3", "botocore", "numpy", "onnxruntime", "pi_heif", "ulid"
    }  # fmt: skip


def test_no_function_knows_the_command_line() -> None:
    """It prints, and it does not travel."""
    seen = [each for each in imports("functions") if each.of("functions.imaging.cli")]
    assert seen
    assert [str(each) for each in seen if not each.source.startswith(COMMAND_LINE)] == []
