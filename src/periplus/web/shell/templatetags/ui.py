"""`{% load ui %}`: every component of the design system. The gallery page shows each of them."""

from periplus.web.shell.tags import buttons, flow, forms, frames, loop, numbers, page, tables
from periplus.web.shell.tags.library import register

__all__ = ["buttons", "flow", "forms", "frames", "loop", "numbers", "page", "register", "tables"]
