"""Jobs of the pages, gathered where the worker looks for them."""

from periplus.web.home import tasks as home
from periplus.web.lists import tasks as lists

__all__ = ["home", "lists"]
