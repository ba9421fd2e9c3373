"""Numbers of editions: ISBN with its check digit, conditional printed sheets, sizes, days."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

_SEPARATORS = re.compile(r"[\s\u00a0‐-―-]+")
_FORMAT = re.compile(r"(\d{2,3})\s*[x×хX]\s*(\d{2,3})\s*(?:/|\s1/)\s*(\d{1,3})", re.IGNORECASE)
ISBN_LENGTHS = (10, 13)
BOOKLAND = ("978", "979")
# A conditional sheet is one side of 60 × 90 cm.
CONDITIONAL_SHEET = 60 * 90
HUNDREDTH = Decimal("0.01")
KILOBYTE = 1024
MEGABYTE = 1024 * 1024


def isbn_digits(text: str) -> str:
    """Return an ISBN without what stands between its digits, and without the word."""
    return _SEPARATORS.sub("", text.upper().removeprefix("ISBN")).lstrip(":")


def isbn_check_digit(digits: str) -> str:
    """Return the last digit that an ISBN of these digits must have; of 10 and 13 digits the last is not looked at."""
    if len(digits) == ISBN_LENGTHS[0]:
        rest = sum((10 - at) * int(digit) for at, digit in enumerate(digits[:-1])) % 11
        return "0X987654321"[rest]
    return str(-sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits[:12])) % 10)


def is_isbn_shaped(digits: str) -> bool:
    """Tell whether these could be the digits of an ISBN, right or wrong."""
    if len(digits) not in ISBN_LENGTHS or not digits.isascii() or not digits[:-1].isdigit():
        return False
    if len(digits) == ISBN_LENGTHS[0]:
        return digits[-1] == "X" or digits[-1].isdigit()
    return digits[-1].isdigit() and digits.startswith(BOOKLAND)


def conditional_sheets(pages: int, paper_format: str) -> Decimal | None:
    """Return «усл. печ. л.»: the sheets of paper, weighed by their size; None for a format that is not read.

    The size's coefficient is rounded to 0.01 first, as printing houses do: 60×84/16 of 96 pages are 6 × 0.93 = 5.58.
    """
    match = _FORMAT.fullmatch(paper_format.strip())
    if match is None or not (parts := int(match[3])):
        return None
    size = Decimal(int(match[1]) * int(match[2])) / CONDITIONAL_SHEET
    coefficient = size.quantize(HUNDREDTH, ROUND_HALF_UP)
    return (Decimal(pages) / parts * coefficient).quantize(HUNDREDTH, ROUND_HALF_UP)


def with_comma(number: Decimal) -> str:
    """Write a decimal as Russian does, without zeros behind it: «5,58», «16,8»."""
    return f"{number.normalize():f}".replace(".", ",")


def size_in_words(size_bytes: int) -> str:
    """Write the size of a file: «12,4 МБ», and below a megabyte «340 КБ»."""
    if size_bytes < MEGABYTE:
        return f"{max(-(-size_bytes // KILOBYTE), 1)} КБ"
    return f"{with_comma((Decimal(size_bytes) / MEGABYTE).quantize(Decimal('0.1'), ROUND_HALF_UP))} МБ"


def day_in_digits(day: date) -> str:
    """Write a day as imprints and references do: «01.11.2026»."""
    return day.strftime("%d.%m.%Y")
