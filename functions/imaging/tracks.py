"""Follows what is hidden through the frames of an animation, so that it flashes up in none of them.

A detector that looks at each frame for itself misses a face in one of twenty: when it blinks, turns, or is
smeared by movement. One uncovered frame is enough to know somebody.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from functions.core.region import Box, Region
from functions.imaging.boxes import alike
from functions.imaging.work import Frame, Place

# A place lasts so many frames longer than it was seen, at both ends, and as long as it is seen again.
LASTING: Final = 3
# A face that was lost is taken up again by what appears so near its last place, within so many frames.
GAP: Final = 15
# Boxes of one face in frames that follow each other share this much of their union; a fast one little.
SAME_TRACK: Final = 0.1


@dataclass(slots=True)
class _Track:
    """Where one thing was seen, by the number of the frame; frames come in order."""

    seen: dict[int, Place] = field(default_factory=dict)
    first: int = 0
    last: int = 0

    def add(self, index: int, place: Place) -> None:
        self.first, self.last = self.first if self.seen else index, index
        self.seen[index] = place

    def likeness(self, place: Place) -> float:
        last = self.seen[self.last]
        return alike(last.found.box, place.found.box) if last.label == place.label else 0

    def at(self, index: int) -> Place | None:
        """What hides it in that frame: where it was seen, or all between the sightings around."""
        if index in self.seen:
            return self.seen[index]
        if index < self.first:
            return self.seen[self.first] if index >= self.first - LASTING else None
        if index > self.last:
            return self.seen[self.last] if index <= self.last + LASTING else None
        before = self.seen[max(number for number in self.seen if number < index)]
        after = self.seen[min(number for number in self.seen if number > index)]
        box = _around(before.found.box, after.found.box)
        return replace(before, found=replace(before.found, box=box, landmarks=None, polygon=None))


def spread(frames: Sequence[Frame]) -> tuple[Frame, ...]:
    """``frames`` with the ``places`` of each in those around it as well. A still comes back as it was."""
    if len(frames) == 1:
        return tuple(frames)
    tracks = _tracks([frame.places for frame in frames])
    spread_out = []
    for index, frame in enumerate(frames):
        places = (track.at(index) for track in tracks)
        spread_out.append(replace(frame, places=tuple(place for place in places if place)))
    return tuple(spread_out)


def _tracks(seen: Sequence[Sequence[Place]]) -> list[_Track]:
    """What was seen in each frame, as tracks; each sighting goes on with the nearest track that is free."""
    tracks: list[_Track] = []
    for index, places in enumerate(seen):
        alive = [track for track in tracks if track.last >= index - GAP]
        for place in places:
            free = [track for track in alive if track.last < index and track.likeness(place) >= SAME_TRACK]
            if free:
                nearest = max(free, key=lambda track: track.likeness(place))
            else:
                nearest = _Track()
                tracks.append(nearest)
            nearest.add(index, place)
    return tracks


@dataclass(slots=True)
class _Way:
    """What was painted over one thing: last in which frame and where, and in all frames together."""

    last: int
    painted: Box
    whole: Region

    def goes_on(self, index: int, region: Region) -> bool:
        same = self.last == index - 1 and self.whole.label == region.label
        return same and alike(self.painted, region.covered) >= SAME_TRACK

    def add(self, index: int, region: Region) -> None:
        surest = max(self.whole, region, key=lambda one: one.confidence)
        self.whole = replace(surest, covered=_around(self.whole.covered, region.covered))
        self.last, self.painted = index, region.covered


def united(frames: Sequence[Frame]) -> tuple[Region, ...]:
    """The regions of all frames, one for each thing that was followed: ``covered`` is all it went through.

    ``confidence`` and ``box`` are of the frame in which it was surest.
    """
    if len(frames) == 1:
        return frames[0].regions
    ways: list[_Way] = []
    for index, frame in enumerate(frames):
        alive = [way for way in ways if way.last == index - 1]
        for region in frame.regions:
            way = next((way for way in alive if way.goes_on(index, region)), None)
            if way:
                way.add(index, region)
            else:
                ways.append(_Way(index, region.covered, region))
    return tuple(way.whole for way in ways)


def _around(one: Box, other: Box) -> Box:
    """The smallest box around both."""
    left, top = min(one.left, other.left), min(one.top, other.top)
    right = max(one.left + one.width, other.left + other.width)
    bottom = max(one.top + one.height, other.top + other.height)
    return Box(left, top, right - left, bottom - top)
