"""The sizes in which pictures are shown hold pixels and colours, and nothing about where, when and with what they were taken."""

from willow.plugins.pillow import PillowImage
from willow.registry import registry

KEPT = frozenset({"background", "duration", "gamma", "icc_profile", "loop", "transparency"})  # what the eye sees


def strip() -> None:
    """Called by CmsConfig.ready(). Turning a picture the right way up is the first thing that Wagtail has done to it."""
    registry.register_operation(PillowImage, "auto_orient", upright_and_bare)


def upright_and_bare(picture: PillowImage) -> PillowImage:
    """Willow hands the notes of the original on to whatever it saves; a comment Pillow does by itself."""
    upright = picture.auto_orient()
    upright.image.info = {name: value for name, value in upright.image.info.items() if name in KEPT}
    return upright
