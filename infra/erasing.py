"""The functions that erase, and that keep from it; the workflow between them, and what each may do."""

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_stepfunctions as sfn

from infra.decide_erasure import DecideErasure
from infra.erase import Erase
from infra.erasure_machine import ErasureMachine
from infra.grants import Grants
from infra.hold import Hold
from infra.python_function import PythonFunction
from infra.request_erasure import RequestErasure
from infra.restriction import Restriction
from infra.stack_function import Parts


def build_erasing(stack: Stack, parts: Parts) -> dict[str, PythonFunction]:
    """The functions by the names of their folders, in the stack itself, as all functions are."""
    grants = Grants(parts.storage, parts.keys)
    worker = Erase(stack, "Erase", parts=parts)
    machine = ErasureMachine(stack, "Erasures", platform=parts.platform, worker=worker).machine
    request = RequestErasure(stack, "RequestErasure", parts=parts, machine=machine)
    decide = DecideErasure(stack, "DecideErasure", parts=parts, machine=machine)
    hold = Hold(stack, "Hold", parts=parts, machine=machine)
    restriction = Restriction(stack, "Restriction", parts=parts, machine=machine)
    grants.erase(worker)
    grants.request_erasures(request)
    grants.decide_erasures(decide, hold, restriction)
    grants.set_holds(hold, restriction)
    grants.settle_restrictions(restriction)
    grants.pseudonyms(request, hold, restriction)
    grants.append_audit(worker, request, decide, hold, restriction)
    for starter in (request, decide, hold, restriction):
        let_start(starter, machine, stack)
    return {function.name: function for function in (worker, request, decide, hold, restriction)}


def machine_of(stack: Stack) -> sfn.StateMachine:
    """The workflow that was built into a stack."""
    erasures = stack.node.find_child("Erasures")
    assert isinstance(erasures, ErasureMachine)
    return erasures.machine


def let_start(function: PythonFunction, machine: sfn.StateMachine, stack: Stack) -> None:
    """Start an execution, and look whether it still runs."""
    executions = stack.format_arn(
        service="states",
        resource="execution",
        resource_name=f"{machine.state_machine_name}:*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    function.may(["states:StartExecution"], [machine.state_machine_arn])
    function.may(["states:DescribeExecution"], [executions])
