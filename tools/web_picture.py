"""`make web-picture`: docs/web.jpg, out of what the browser test of the upload saw."""

from pathlib import Path
from typing import Final

from PIL import Image

ROOT: Final = Path(__file__).parents[1]
SEEN: Final = ROOT / "build" / "web-shots" / "3-done-light.png"
WIDTH: Final = 900  # pixels: as wide as a page of documents shows it


def main() -> None:
    """Write the picture."""
    with Image.open(SEEN) as seen:
        height = round(seen.height * WIDTH / seen.width)
        seen.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS).save(
            ROOT / "docs" / "web.jpg", quality=82, optimize=True
        )


if __name__ == "__main__":
    main()
