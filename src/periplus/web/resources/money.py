"""Amounts of money in words."""

from decimal import Decimal

from periplus.core.languages import active_language, format_number


def money_words(amount: Decimal, currency: str) -> str:
    """An amount with its currency: 12,000.00 EUR."""
    return f"{format_number(amount, active_language(), digits=2)} {currency}"
