"""How an animation runs."""

from dataclasses import dataclass

from PIL import Image


@dataclass(frozen=True, slots=True)
class Timing:
    """``durations`` of the frames in milliseconds; ``plays`` is how often all are shown, 0 for ever."""

    durations: tuple[int, ...]
    plays: int


def duration_of(frame: Image.Image) -> int:
    """How long a decoded frame is shown, in milliseconds; 0 if the file does not say, as viewers read it."""
    value = frame.info.get("duration", 0)
    return max(0, round(value)) if isinstance(value, int | float) else 0


def plays_of(picture: Image.Image) -> int:
    """How often an animation is shown, 0 for ever. A GIF says how often it is *repeated*, or nothing."""
    loop = picture.info.get("loop")
    if picture.format == "GIF":
        return 1 if loop is None else int(loop) + 1 if loop else 0
    return int(loop) if isinstance(loop, int) and loop > 0 else 0
