"""A plot's frame: title, a legend that wraps, axes with ticks, labels that keep apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from earlyspec.report.scales import Axis
from earlyspec.report.svg import GREY, INK, RULE, Canvas, Point, clip, width_of

WIDTH, HEIGHT = 720.0, 430.0
LEFT, RIGHT, BOTTOM = 78.0, 22.0, 50.0  # margins of the frame
_HEAD, _ROW = 62.0, 19.0  # height of title and subtitle, and of a row of the legend
_SWATCH = 30.0

DASHED, DOTTED = "7 4", "2 3"


@dataclass(frozen=True)
class Style:
    """How a line looks; a pale wide one lets a thin one on top of it be seen."""

    colour: str
    width: float = 1.8
    dash: str = ""
    opacity: float = 1.0
    dot: bool = False

    def draw(self, canvas: Canvas, points: Sequence[Point]) -> None:
        """A line of this style."""
        pale = {"stroke_opacity": f"{self.opacity:.2f}"} if self.opacity < 1 else {}
        canvas.line(points, self.colour, self.width, self.dash, **pale)


@dataclass(frozen=True)
class Entry:
    """A line of the legend."""

    label: str
    style: Style


@dataclass(frozen=True)
class Box:
    """The frame's edges, in pixels."""

    left: float
    top: float
    right: float
    bottom: float


def heading(canvas: Canvas, title: str, subtitle: str, entries: Sequence[Entry]) -> float:
    """Title, subtitle and legend; returns where the frame may begin."""
    canvas.text((20, 28), clip(title, WIDTH - 40, 16), size=16, bold=True)
    canvas.text((20, 47), clip(subtitle, WIDTH - 40), fill=GREY)
    x, y = 20.0, _HEAD + 11
    labels = [clip(entry.label, WIDTH - 60 - _SWATCH) for entry in entries]
    rooms = [_SWATCH + 6 + width_of(label) + 16 for label in labels]
    if sum(rooms) > WIDTH - 30:  # rows under one another, in columns
        rooms = [max(rooms)] * len(rooms)
    for entry, label, room in zip(entries, labels, rooms, strict=True):
        if x > 20 and x + room > WIDTH - 10:
            x, y = 20.0, y + _ROW
        middle = y - 4
        entry.style.draw(canvas, [(x, middle), (x + _SWATCH, middle)])
        if entry.style.dot:
            canvas.dot((x + _SWATCH / 2, middle), entry.style.colour)
        canvas.text((x + _SWATCH + 6, y), label)
        x += room
    return y + 26 if entries else _HEAD + 14


def frame(
    canvas: Canvas, box: Box, x: Axis, y: Axis, x_label: str, y_label: str, title: str = ""
) -> None:
    """Grid, ticks and labels of a plot; an empty `y_label` leaves the numbers out, too."""
    for tick in y.ticks:
        at = y(tick.at)
        canvas.line([(box.left, at), (box.right, at)], RULE, 1)
        if y_label:
            canvas.text((box.left - 8, at + 4), tick.label, anchor="end", fill=INK)
    for tick in x.ticks:
        at = x(tick.at)
        canvas.line([(at, box.bottom), (at, box.bottom + 5)], GREY, 1)
        canvas.text((at, box.bottom + 19), tick.label, anchor="middle")
    canvas.line([(box.left, box.bottom), (box.right, box.bottom)], GREY, 1)
    canvas.line([(box.left, box.top), (box.left, box.bottom)], GREY, 1)
    canvas.text(((box.left + box.right) / 2, box.bottom + 39), x_label, anchor="middle")
    if y_label:
        middle = (box.top + box.bottom) / 2
        canvas.text((box.left + 20 - LEFT, middle), y_label, anchor="middle", upright=True)
    if title:
        canvas.text((box.left + 2, box.top - 7), title, bold=True)


def mark_step(
    canvas: Canvas, box: Box, x: Axis, step: float, label: str, inside: bool = False
) -> None:
    """A dashed vertical line, its label above the frame, where no curve is, or just inside it."""
    at = x(step)
    canvas.line([(at, box.top), (at, box.bottom)], GREY, 1.2, "4 3")
    left, _ = _reach(box, at, label)
    y = box.top + 15 if inside else box.top - 7
    begins = left >= at - 1
    canvas.text((left if begins else at, y), label, anchor="start" if begins else "end", fill=GREY)


def mark_steps(canvas: Canvas, box: Box, x: Axis, marks: Sequence[tuple[float, str]]) -> None:
    """Some such lines; a label that would touch the one before it is inside the frame."""
    taken = -1.0
    for step, label in sorted(marks):
        left, right = _reach(box, x(step), label)
        inside = left < taken + 8
        mark_step(canvas, box, x, step, label, inside)
        taken = taken if inside else right


def _reach(box: Box, at: float, label: str) -> tuple[float, float]:
    """Where a label begins and ends: to the left of its line, if there is room."""
    wide = width_of(label)
    start = max(at, box.left) if at - wide < box.left else at - wide
    return start, start + wide


def end_labels(canvas: Canvas, x: float, labels: Iterable[tuple[float, str, str]]) -> None:
    """Labels (height, text, colour) beside the ends of lines, moved apart where they touch."""
    apart = 15.0
    ordered = sorted(labels, key=lambda label: label[0])
    places = [height for height, _, _ in ordered]
    # Neighbours that touch share the move, until none do.
    for _ in range(200):
        moved = False
        for i in range(len(places) - 1):
            overlap = apart - (places[i + 1] - places[i])
            if overlap > 0.05:
                places[i] -= overlap / 2
                places[i + 1] += overlap / 2
                moved = True
        if not moved:
            break
    for place, (_, text, colour) in zip(places, ordered, strict=True):
        canvas.text((x, place + 4), text, fill=colour, bold=True)
