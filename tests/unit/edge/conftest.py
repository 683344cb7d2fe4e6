from tests.fakes.network import no_network
from tests.fakes.output import printed

__all__ = ["no_network", "printed"]
