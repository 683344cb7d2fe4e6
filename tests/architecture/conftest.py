from tests.fakes.network import no_network

__all__ = ["no_network"]
