"""Which version of Moretta this is: in the document, in every receipt."""

from typing import Final

VERSION: Final = "0.1.0"
