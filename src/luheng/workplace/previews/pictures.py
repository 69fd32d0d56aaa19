"""A picture drawn anew: smaller, upright, and without what a camera wrote into it."""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from luheng.vocabulary.messages import LuhengError

LONGEST_SIDE = 1600
_MOST_PIXELS = 80_000_000  # decoding takes memory by pixels, not by bytes
_QUALITY = 82


def picture(content: bytes, name: str) -> bytes:
    """A JPEG of the picture, its longer side at most LONGEST_SIDE, no EXIF. Raises `no_preview`."""
    try:
        with Image.open(io.BytesIO(content)) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise LuhengError("no_preview", file=name)
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return as_jpeg(upright)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise LuhengError("no_preview", file=name) from error


def as_jpeg(image: Image.Image) -> bytes:
    """The pixels on white as a JPEG, nothing else."""
    coloured = image.convert("RGBA")
    ground = Image.new("RGB", coloured.size, "white")
    ground.paste(coloured, mask=coloured.getchannel("A"))
    out = io.BytesIO()
    ground.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
