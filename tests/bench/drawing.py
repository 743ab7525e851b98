"""A picture of rates over time, as SVG: a line each, over a dashed one for what is allowed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 960, 360, 48, 40, 40
COLOURS = ("#b3261e", "#1a73a8", "#5f7d2e", "#7a5195")
SMOOTH = 5
"""Seconds over which a line is the mean."""


def draw_rates(moments: Mapping[str, Sequence[float]], allowed: float, title: str) -> str:
    """Each name's moments, in seconds from 0 on, as messages a second."""
    length = max(int(max(times, default=0)) for times in moments.values()) + 1
    across, up = (WIDTH - LEFT - 20) / length, (HEIGHT - TOP - BOTTOM) / (allowed * 1.2)
    floor = HEIGHT - BOTTOM

    def line(points: Sequence[tuple[float, float]], colour: str, style: str = "") -> str:
        joined = " ".join(f"{LEFT + x * across:.1f},{floor - y * up:.1f}" for x, y in points)
        return f'<polyline points="{joined}" fill="none" stroke="{colour}" stroke-width="1.6" {style}/>'

    def words(x: float, y: float, text: str, colour: str = "#333") -> str:
        return f'<text x="{x:.0f}" y="{y:.0f}" fill="{colour}">{escape(text)}</text>'

    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"',
        ' font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        words(LEFT, 22, title),
        line([(0, 0), (length, 0)], "#333"),
        line([(0, allowed), (length, allowed)], "#999", 'stroke-dasharray="5 4"'),
        words(8, floor - allowed * up + 4, f"{allowed:.0f}"),
        words(8, floor + 4, "0"),
    ]
    step = max(10, round(length / 10, -1))
    drawn += [words(LEFT + at * across - 8, floor + 20, f"{at:.0f} s") for at in range(0, length, int(step))]
    for number, (name, times) in enumerate(moments.items()):
        a_second = Counter(int(at) for at in times if at >= 0)
        means = [sum(a_second[s] for s in range(at, at + SMOOTH)) / SMOOTH for at in range(max(1, length - SMOOTH))]
        drawn.append(line([(at + SMOOTH / 2, mean) for at, mean in enumerate(means)], COLOURS[number % len(COLOURS)]))
        drawn.append(words(LEFT + 330 + 130 * number, 22, f"— {name} ({len(times)})", COLOURS[number % len(COLOURS)]))
    return "\n".join([*drawn, "</svg>", ""])
