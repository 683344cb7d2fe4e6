"""``python -m functions.imaging``: see `functions.imaging.cli`."""

import sys

from functions.imaging.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
