"""`{% load demo_tags %}`: the parts of the demo and how far its clock is ahead."""

from django import template

from periplus.core import clock
from periplus.demo.roles import Part, list_parts

register = template.Library()


@register.simple_tag
def demo_parts() -> list[Part]:
    return list_parts()


@register.simple_tag
def demo_days_ahead() -> int:
    return clock.shift().days
