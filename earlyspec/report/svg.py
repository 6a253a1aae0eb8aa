"""Pictures as text: a small SVG writer whose output depends on nothing but its input.

Coordinates have one decimal, so noise in the last digits of a value moves nothing; text stays
text; there are no dates, no random names and no fonts inside.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from earlyspec.report.markdown_text import plain

INK, GREY, RULE, PAPER = "#1a1a1a", "#5f5f5f", "#dcdcdc", "#ffffff"
BLUE, VERMILLION, GREEN, PURPLE, ORANGE, BLACK = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#e69f00",
    "#000000",
)
PALETTE = (BLUE, VERMILLION, GREEN, PURPLE, BLACK, ORANGE)
"""Colours that colour-blind readers tell apart, without those that vanish on white.

Source: Okabe and Ito (2008), Color Universal Design.
"""
_FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_EM = 0.6  # width of an average character over the font's size, with some room

Point = tuple[float, float]


def width_of(text: str, size: float = 12) -> float:
    """About how wide a text is, in pixels; wide characters count twice."""
    return _EM * size * sum(2 if ord(c) >= 0x1100 else 1 for c in text)


def clip(text: str, room: float, size: float = 12) -> str:
    """The text, cut with an ellipsis if it is wider than the room there is."""
    text = plain(text)
    if width_of(text, size) <= room:
        return text
    while text and width_of(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def number(x: float) -> str:
    """A coordinate to a tenth of a pixel: `12`, `12.5`, never `-0`."""
    return f"{x:z.1f}".removesuffix(".0")


class Canvas:
    """A picture in the making.

    Args:
      name: of the picture, part of the identifiers inside, so that two fit on one page.
      width, height: in pixels.
      title: what it is.  description: what there is to see, for who cannot see it.
    """

    def __init__(
        self, name: str, width: float, height: float, title: str, description: str
    ) -> None:
        self.name, self.width, self.height = name, width, height
        self._lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} '
            f'{number(height)}" width="{number(width)}" height="{number(height)}" role="img" '
            f'aria-labelledby="{name}-title {name}-desc" font-family="{_FONT}" font-size="12" '
            f'fill="none" stroke-linejoin="round" stroke-linecap="butt">',
            f'<title id="{name}-title">{_words(title)}</title>',
            f'<desc id="{name}-desc">{_words(description)}</desc>',
            # A page of its own: black lines would vanish on a dark one.
            f'<rect width="{number(width)}" height="{number(height)}" fill="{PAPER}"/>',
        ]
        self._clips = 0

    def text(
        self,
        at: Point,
        text: str,
        *,
        size: float = 12,
        fill: str = INK,
        anchor: str = "start",
        bold: bool = False,
        upright: bool = False,
    ) -> None:
        """A text at a point of its base line; `10^-3` has its power raised; `upright` turns it."""
        x, y = number(at[0]), number(at[1])
        extra = f' font-size="{number(size)}"' if size != 12 else ""
        extra += f' text-anchor="{anchor}"' if anchor != "start" else ""
        extra += ' font-weight="bold"' if bold else ""
        extra += f' transform="rotate(-90 {x} {y})"' if upright else ""
        self._lines.append(f'<text x="{x}" y="{y}" fill="{fill}"{extra}>{_raised(text)}</text>')

    def line(
        self, points: Sequence[Point], colour: str, width: float = 1.5, dash: str = "", **also: str
    ) -> None:
        """A line through points; those that would fall on one another are drawn once."""
        if len(points) < 2:
            return
        path = " ".join(f"{x},{y}" for x, y in _thinned(points))
        style = f' stroke-dasharray="{dash}"' if dash else ""
        self._lines.append(
            f'<polyline points="{path}" stroke="{colour}" stroke-width="{number(width)}"'
            f"{style}{_also(also)}/>"
        )

    def band(self, lower: Sequence[Point], upper: Sequence[Point], colour: str) -> None:
        """The area between two lines, such as an interval over seeds."""
        outline = [*_thinned(lower), *reversed(_thinned(upper))]
        path = " ".join(f"{x},{y}" for x, y in outline)
        self._lines.append(f'<polygon points="{path}" fill="{colour}" fill-opacity="0.16"/>')

    def dot(self, at: Point, colour: str, radius: float = 3.5) -> None:
        """A filled circle with a thin white rim, so that a line behind it stays apart."""
        self._lines.append(
            f'<circle cx="{number(at[0])}" cy="{number(at[1])}" r="{number(radius)}" '
            f'fill="{colour}" stroke="{PAPER}"/>'
        )

    def begin_clip(self, left: float, top: float, width: float, height: float) -> None:
        """Until `end_clip`, draw within a rectangle only."""
        self._clips += 1
        name = f"{self.name}-clip-{self._clips}"
        corner = f'x="{number(left)}" y="{number(top)}"'
        size = f'width="{number(width)}" height="{number(height)}"'
        self._lines.append(f'<clipPath id="{name}"><rect {corner} {size}/></clipPath>')
        self._lines.append(f'<g clip-path="url(#{name})">')

    def end_clip(self) -> None:
        """Draw anywhere again."""
        self._lines.append("</g>")

    def svg(self) -> str:
        """The picture, an element a line."""
        return "\n".join([*self._lines, "</svg>"]) + "\n"


def _words(text: str) -> str:
    """Text for XML, which knows no controls and no lone surrogates."""
    return html.escape(plain(text), quote=False)


def _raised(text: str) -> str:
    base, caret, power = text.partition("10^")
    if not caret or base:
        return _words(text)
    raised = power.replace("-", "\N{MINUS SIGN}")
    return f'10<tspan dy="-5" font-size="9">{_words(raised)}</tspan>'


def _also(attributes: Iterable[str] | dict[str, str]) -> str:
    items = attributes.items() if isinstance(attributes, dict) else ()
    return "".join(f' {key.replace("_", "-")}="{value}"' for key, value in items)


def _thinned(points: Sequence[Point]) -> list[tuple[str, str]]:
    """Coordinates as text, without points nearer than half a pixel to the one before; both ends."""
    kept: list[Point] = []
    for point in points:
        if not kept or max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) >= 0.5:
            kept.append(point)
    if points and kept[-1] != points[-1]:
        kept.append(points[-1])
    return [(number(x), number(y)) for x, y in kept]
