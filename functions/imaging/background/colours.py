"""What colour a subject has where its edge is soft: there the photo shows a mixture with its old ground.

Forte: Approximate Fast Foreground Colour Estimation, 2021 (doi:10.1109/ICIP42928.2021.9506164): two passes,
the second on what the first found, and finer.
"""

from typing import Final

import numpy as np

from functions.imaging.background.edges import box_mean
from functions.imaging.detectors.outlines import Floats

FINER: Final = 3
LEAST: Final = np.float32(1e-5)


def own_colours(colours: Floats, alpha: Floats, radius: int) -> Floats:
    """The subject's own colours, 0..1, of a part of a picture: ``colours`` are h × w × 3, ``alpha`` h × w.

    Subject and ground are estimated from what lies within ``radius`` pixels; where ``alpha`` is 1 nothing
    changes.
    """
    own = np.clip(_own(colours, alpha[:, :, None], radius), 0, 1)
    return np.asarray(np.where(alpha[:, :, None] >= 1, colours, own), dtype=np.float32)


def _own(seen: Floats, alpha: Floats, radius: int) -> Floats:
    subject = ground = seen
    for reach in (radius, max(1, radius // FINER)):
        share, rest = box_mean(alpha, reach) + LEAST, box_mean(1 - alpha, reach) + LEAST
        mean = box_mean(subject * alpha, reach) / share
        ground = box_mean(ground * (1 - alpha), reach) / rest
        subject = np.asarray(mean + alpha * (seen - alpha * mean - (1 - alpha) * ground), dtype=np.float32)
    return subject
