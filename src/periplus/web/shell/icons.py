"""Our own icons: strokes on a field of 24 by 24. An icon never stands alone; words stand beside it."""

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

STROKES: Final[dict[str, str]] = {
    "agenda": '<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8.5 3v4M15.5 3v4M8 14h5"/>',
    "alert": '<path d="M12 4 2.8 19.5h18.4zM12 10v4.5M12 17.2v.1"/>',
    "archive": '<rect x="3" y="4" width="18" height="5" rx="1"/><path d="M5 9v10h14V9M10 13h4"/>',
    "arrow-left": '<path d="M20 12H4M10 6l-6 6 6 6"/>',
    "arrow-right": '<path d="M4 12h16M14 6l6 6-6 6"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5a2 2 0 0 0 4 0"/>',
    "book": '<path d="M4 5.5A2.5 2.5 0 0 1 6.5 3H20v18H6.5A2.5 2.5 0 0 1 4 18.5zM4 18.5A2.5 2.5 0 0 1 6.5 16H20M9 7.5h6"/>',
    "building": '<path d="M3 20.5h18M5 20V9.5L12 5l7 4.5V20M9.5 20v-6M14.5 20v-6"/>',
    "chart": '<path d="M4 4v16h16M8 15l3.5-4.5 3 2.5L19 7.5"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "chevron-down": '<path d="m6 9.5 6 6 6-6"/>',
    "chevron-right": '<path d="m9.5 6 6 6-6 6"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "coins": '<ellipse cx="9.5" cy="7" rx="5.5" ry="3"/><path d="M4 7v5c0 1.66 2.46 3 5.5 3s5.5-1.34 5.5-3V7M9 15v2c0 1.66 2.46 3 5.5 3S20 18.66 20 17v-5c0-1.5-2-2.7-5-2.95"/>',
    "columns": '<rect x="3.5" y="4.5" width="17" height="15" rx="2"/><path d="M9.2 4.5v15M14.8 4.5v15"/>',
    "compass": '<circle cx="12" cy="12" r="8.5"/><path d="m15.5 8.5-2 5-5 2 2-5z"/>',
    "contract": '<path d="M6 3.5h8.5L19 8v12.5H6zM14 3.5V8.5h5M9 12.5h7M9 16h4"/>',
    "decision": '<path d="M12 3.5v5M12 8.5 5.5 14v6.5M12 8.5l6.5 5.5v6.5M3 18l2.5 2.5L8 18M16 18l2.5 2.5L21 18"/>',
    "download": '<path d="M12 4v11M7 10.5l5 5 5-5M4.5 20h15"/>',
    "edit": '<path d="m4 20 1-4.5L16.5 4 20 7.5 8.5 19zM14 6.5l3.5 3.5"/>',
    "effect": '<path d="M19.5 10A8 8 0 1 0 20 13.5M20 4.5V10h-5.5M9 12.5l2.3 2.3 4-4.3"/>',
    "file": '<path d="M6 3.5h8.5L19 8v12.5H6zM14 3.5V8.5h5"/>',
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "flag": '<path d="M5.5 21V4M5.5 5h12l-2.5 4 2.5 4h-12"/>',
    "gauge": '<path d="M4.5 18a9 9 0 1 1 15 0M12 14l4-5"/><circle cx="12" cy="14.5" r="1.2"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5.3 5 11.7 0 17M12 3.5c-5 5.3-5 11.7 0 17"/>',
    "help": '<circle cx="12" cy="12" r="8.5"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.6 2.25c-.8.4-1.1.9-1.1 1.75M12 16.6v.1"/>',
    "home": '<path d="M4 11.5 12 4l8 7.5M6 10v10h12V10M10 20v-5.5h4V20"/>',
    "inbox": '<path d="M4 13.5 6.5 5h11l2.5 8.5V19H4zM4 13.5h4.5l1.5 2.5h4l1.5-2.5H20"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.7v.1"/>',
    "language": '<path d="M3.5 6.5h10M8.5 4v2.5M11.5 6.5c-1 4-4 7-7.5 8.5M5.5 9c1.5 3 4 5 6.5 6M12.5 20.5 16.5 11l4 9.5M14 17.5h5"/>',
    "ledger": '<path d="M6 3.5h13v17H6zM3.5 7.5H7M3.5 12H7M3.5 16.5H7M10.5 8.5H15M10.5 12H15"/>',
    "link": '<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>',
    "loop": '<circle cx="12" cy="12" r="7.5"/><circle cx="12" cy="4.5" r="1.6"/><circle cx="18.5" cy="8.25" r="1.6"/><circle cx="18.5" cy="15.75" r="1.6"/><circle cx="12" cy="19.5" r="1.6"/><circle cx="5.5" cy="15.75" r="1.6"/><circle cx="5.5" cy="8.25" r="1.6"/>',
    "mail": '<rect x="3.5" y="5.5" width="17" height="13" rx="2"/><path d="m4 7 8 6 8-6"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "minus": '<path d="M5 12h14"/>',
    "moon": '<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>',
    "partners": '<circle cx="6.5" cy="7" r="3"/><circle cx="17.5" cy="7" r="3"/><circle cx="12" cy="17.5" r="3"/><path d="M9.5 7h5M8 9.7l2.6 5.2M16 9.7l-2.6 5.2"/>',
    "people": '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6M15.5 4.8a3.5 3.5 0 0 1 0 6.4M17.5 14.3c2.3.7 3.7 2.6 4 5.7"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.6-4.5 3.4-6.5 7.5-6.5s6.9 2 7.5 6.5"/>',
    "play": '<path d="M7 4.5v15l12-7.5z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "refresh": '<path d="M19.5 10A8 8 0 1 0 20 13.5M20 4.5V10h-5.5"/>',
    "replay": '<path d="M4.5 10A8 8 0 1 1 4 13.5M4 4.5V10h5.5M12 8v4.5l3 1.8"/>',
    "route": '<circle cx="6" cy="18.5" r="2.5"/><circle cx="18" cy="5.5" r="2.5"/><path d="M8.5 18.5H15a3.25 3.25 0 0 0 0-6.5H9a3.25 3.25 0 0 1 0-6.5h6.5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5.5 5.5"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
    "sign-out": '<path d="M14 4H5v16h9M10 12h10M16.5 8.5 20 12l-3.5 3.5"/>',
    "signal": '<path d="M12 13.5V20M8.5 16a5 5 0 1 1 7 0M5.8 18.5a8.5 8.5 0 1 1 12.4 0"/><circle cx="12" cy="12.5" r="1.2"/>',
    "star": '<path d="m12 4 2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z"/>',
    "sun": '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"/>',
    "theme": '<circle cx="12" cy="12" r="8.5"/><path d="M12 3.5v17M12 7.5l4.5 0M12 12h6M12 16.5h4.5"/>',
    "trash": '<path d="M4.5 6.5h15M9.5 6.5V4h5v2.5M6.5 6.5 7.5 20h9l1-13.5M10.5 10.5v6M13.5 10.5v6"/>',
    "triangle": '<path d="M12 5 3.5 19h17zM12 10.5v4M12 16.8v.1"/>',
    "undo": '<path d="M8.5 5 4 9.5 8.5 14M4 9.5h10a5.5 5.5 0 0 1 0 11H9"/>',
    "upload": '<path d="M12 16V4.5M7 9.5l5-5 5 5M4.5 20h15"/>',
    "wave": '<path d="M3 9c3-3 6-3 9 0s6 3 9 0M3 15c3-3 6-3 9 0s6 3 9 0"/>',
}

SHAPES: Final[dict[str, str]] = {
    "good": '<circle cx="6" cy="6" r="5" stroke="none"/>',
    "warn": '<path d="M6 .4 11.6 6 6 11.6.4 6z" stroke="none"/>',
    "bad": '<path d="M6 .8 11.8 11.2H.2z" stroke="none"/>',
    "none": '<circle cx="6" cy="6" r="4.2" fill="none" stroke-width="1.8"/>',
}


def icon(name: str) -> SafeString:
    """The icon as inline drawing, hidden from screen readers. Unknown names are a programming error."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', mark_safe(STROKES[name])
    )


def shape(tone: str) -> SafeString:
    """The mark of a state: disc, diamond, triangle or ring; nothing for tones that are no state."""
    if tone not in SHAPES:
        return SafeString("")
    return format_html(
        '<svg class="shape" viewBox="0 0 12 12" aria-hidden="true" focusable="false">{}</svg>', mark_safe(SHAPES[tone])
    )
