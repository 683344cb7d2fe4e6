"""The functions that erase, and that keep from it; the workflow between them, and what each may do."""

from aws_cdk import Stack

from infra.decide_erasure import DecideErasure
from infra.erase import Erase
from infra.erasure_machine import ErasureMachine
from infra.grants import Grants
from infra.hold import Hold
from infra.python_function import PythonFunction
from infra.remask_depicted import RemaskDepicted
from infra.request_erasure import RequestErasure
from infra.restriction import Restriction
from infra.stack_function import Parts
from infra.workflow import let_start


def build_erasing(stack: Stack, parts: Parts) -> dict[str, PythonFunction]:
    """The functions by the names of their folders, in the stack itself, as all functions are."""
    grants = Grants(parts.storage, parts.keys)
    worker = Erase(stack, "Erase", parts=parts)
    masking = RemaskDepicted(stack, "RemaskDepicted", parts=parts)
    workflow = ErasureMachine(stack, "Erasures", platform=parts.platform, worker=worker, masking=masking)
    machine = workflow.machine
    request = RequestErasure(stack, "RequestErasure", parts=parts, machine=machine)
    decide = DecideErasure(stack, "DecideErasure", parts=parts, machine=machine)
    hold = Hold(stack, "Hold", parts=parts, machine=machine)
    restriction = Restriction(stack, "Restriction", parts=parts, machine=machine)
    grants.erase(worker)
    masking.grant(grants, parts.storage)
    grants.request_erasures(request)
    grants.decide_erasures(decide, hold, restriction)
    grants.set_holds(hold, restriction)
    grants.settle_restrictions(restriction)
    grants.pseudonyms(request, hold, restriction)
    grants.append_audit(worker, request, decide, hold, restriction)
    for starter in (request, decide, hold, restriction):
        let_start(starter, machine)
    return {function.name: function for function in (worker, masking, request, decide, hold, restriction)}
