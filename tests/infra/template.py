"""A synthesised template, as tests read it: see `tools.template`."""

from tools.template import Properties, Resource, Template, listed, plain, policies, readable, statements

__all__ = ["Properties", "Resource", "Template", "listed", "plain", "policies", "readable", "statements"]
