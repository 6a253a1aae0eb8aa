from xml.etree import ElementTree

from earlyspec.report.svg import PALETTE, Canvas, clip, number, width_of


def luminance(colour):
    """Relative luminance of WCAG 2."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_coordinates_have_a_tenth_of_a_pixel_and_no_minus_zero():
    assert [number(x) for x in (12.0, 12.04, 12.06, -0.01, 0.0, -3.25)] == [
        "12",
        "12",
        "12.1",
        "0",
        "0",
        "-3.2",
    ]


def test_text_is_escaped_and_cleaned():
    canvas = Canvas("a", 10, 10, "<t> & \x00", "d\x1b[1m")
    canvas.text((1, 2), "a < b & c\x07 10^2")
    canvas.text((1, 2), "10^-3")
    root = ElementTree.fromstring(canvas.svg())
    words = ["".join(e.itertext()) for e in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words == ["a < b & c 10^2", "10\N{MINUS SIGN}3"]
    assert root[0].text == "<t> &"


def test_a_line_keeps_its_ends_and_drops_what_cannot_be_seen():
    canvas = Canvas("a", 1000, 10, "t", "d")
    canvas.line([(x / 100, 5.0) for x in range(1001)], "#000000")
    path = canvas.svg().split('points="')[1].split('"')[0].split()
    assert path[0] == "0,5"
    assert path[-1] == "10,5"
    assert 15 <= len(path) <= 22
    canvas.line([(1.0, 1.0)], "#000000")  # one point is no line
    assert canvas.svg().count("<polyline") == 1


def test_a_long_text_is_cut_to_the_room_there_is():
    assert clip("short", 100) == "short"
    cut = clip("a long title " * 20, 100)
    assert cut.endswith("…")
    assert width_of(cut) <= 100


def test_colours_can_be_seen_on_white():
    contrasts = [1.05 / (luminance(colour) + 0.05) for colour in PALETTE]
    assert min(contrasts[:5]) > 2.7  # five are what a figure of five points needs
    assert len(set(PALETTE)) == len(PALETTE)
