"""Site photos drawn in code: invented places of several kinds, seen on several days. No camera took them.

``scene(kind, site, visit)`` draws always the same picture. Two visits of one site have the same shapes in
another light, under other clouds, with other machines and more of the work done: what an honest unit
photographs every month.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Final

import numpy
from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 960, 720
Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw


def scene(kind: str, site: int, visit: int = 0) -> Image.Image:
    """RGB, ``WIDTH``×``HEIGHT``. ``kind`` is one of ``KINDS``."""
    place, day = Random(f"{kind} {site}"), Random(f"{kind} {site} {visit}")  # noqa: S311 – drawing, not secrets
    picture = KINDS[kind](place, day, visit)
    return _photographed(picture, day)


def _photographed(picture: Image.Image, day: Random) -> Image.Image:
    """What a telephone makes of it: uneven light, a hand that is not still, grain."""
    pixels = numpy.asarray(picture, dtype=numpy.float32)
    light = 0.86 + 0.28 * _clouds(day, 3)
    grain = numpy.random.default_rng(day.getrandbits(32)).normal(0, 5, (HEIGHT, WIDTH, 1))
    lit = Image.fromarray(numpy.clip(pixels * light[..., None] + grain, 0, 255).astype(numpy.uint8))
    return lit.filter(ImageFilter.GaussianBlur(day.uniform(0.2, 0.9)))


def _clouds(chance: Random, octaves: int) -> numpy.ndarray:
    """0–1, coarse shapes strong and fine ones weak, as in nature."""
    source, field, weight = (
        numpy.random.default_rng(chance.getrandbits(32)),
        numpy.zeros((HEIGHT, WIDTH)),
        0.0,
    )
    for octave in range(octaves):
        cells, strength = 4 * 2**octave, 0.55**octave
        noise = Image.fromarray((source.random((cells, cells)) * 255).astype(numpy.uint8))
        field += strength * numpy.asarray(noise.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)) / 255
        weight += strength
    return field / weight


def _between(one: Colour, other: Colour, share: numpy.ndarray) -> Image.Image:
    mixed = numpy.asarray(one) * (1 - share[..., None]) + numpy.asarray(other) * share[..., None]
    return Image.fromarray(mixed.astype(numpy.uint8))


def _outside(place: Random, day: Random, ground: Colour, horizon: float) -> tuple[Image.Image, int]:
    """Sky, far hills and ground; and where the ground begins."""
    sky = _between((150, 180, 215), (235, 238, 242), _clouds(day, 5))
    line = int(HEIGHT * (horizon + day.uniform(-0.01, 0.01)))
    earth = _between(_dim(ground, 0.7), _dim(ground, 1.15), _clouds(place, 6))
    sky.paste(earth.crop((0, line, WIDTH, HEIGHT)), (0, line))
    draw = ImageDraw.Draw(sky)
    heights = [place.uniform(0, 0.12) for _ in range(9)]
    ridge = [(i * WIDTH / 8, line - height * HEIGHT) for i, height in enumerate(heights)]
    draw.polygon([(0, line), *ridge, (WIDTH, line)], fill=_dim((120, 140, 130), place.uniform(0.7, 1.1)))
    return sky, line


def _dim(colour: Colour, by: float) -> Colour:
    red, green, blue = (min(255, int(part * by)) for part in colour)
    return red, green, blue


def _tree(draw: Draw, x: float, foot: float, size: float, chance: Random) -> None:
    draw.rectangle((x - size / 14, foot - size / 2, x + size / 14, foot), fill=(85, 65, 45))
    for _ in range(7):
        dx, dy = chance.uniform(-0.3, 0.3) * size, chance.uniform(0.4, 1.0) * size
        green = _dim((60, 105, 55), chance.uniform(0.7, 1.3))
        draw.ellipse(
            (x + dx - size / 4, foot - dy - size / 4, x + dx + size / 4, foot - dy + size / 4), fill=green
        )


def _machine(draw: Draw, day: Random, line: int) -> None:
    """An excavator somewhere on the ground."""
    x, y = day.uniform(80, WIDTH - 260), day.uniform(line + 60, HEIGHT - 60)
    size = 40 + (y - line) / 4
    yellow = _dim((225, 165, 30), day.uniform(0.8, 1.05))
    draw.rectangle((x, y - size * 0.3, x + size * 1.4, y), fill=(45, 45, 48))
    draw.rectangle((x + size * 0.1, y - size, x + size, y - size * 0.3), fill=yellow)
    reach = day.choice((-1, 1)) * size
    elbow, tip = (
        (x + size / 2 + reach, y - size * 1.9),
        (x + size / 2 + 2 * reach, y - size * day.uniform(0.2, 1)),
    )
    draw.line([(x + size / 2, y - size), elbow, tip], fill=yellow, width=max(4, int(size / 7)))


def building(place: Random, day: Random, visit: int) -> Image.Image:
    """A concrete frame that grows a floor or two a visit, scaffolding, a crane."""
    picture, line = _outside(place, day, (165, 145, 115), place.uniform(0.5, 0.7))
    draw = ImageDraw.Draw(picture)
    for _ in range(place.randint(1, 3)):
        x, wide = place.uniform(-60, WIDTH), place.uniform(60, 200)
        top = line - place.uniform(60, 240)
        draw.rectangle((x, top, x + wide, line), fill=_dim((190, 180, 170), place.uniform(0.7, 1.2)))
    left, bays, bay = place.uniform(60, 420), place.randint(4, 9), place.uniform(42, 70)
    floors, high = place.randint(3, 6) + visit, place.uniform(34, 52)
    foot = line + place.uniform(20, 90)
    _frame(draw, place, (left, foot, bay, high), (bays, floors))
    if place.random() < 0.7:
        mast, jib = place.uniform(80, WIDTH - 80), day.choice((-1, 1)) * day.uniform(150, 320)
        draw.line([(mast, foot), (mast, 60)], fill=(210, 150, 40), width=8)
        draw.line([(mast - jib * 0.3, 78), (mast + jib, 78)], fill=(210, 150, 40), width=6)
    _machine(draw, day, line)
    return picture


def _frame(draw: Draw, place: Random, at: tuple[float, float, float, float], size: tuple[int, int]) -> None:
    left, foot, bay, high = at
    bays, floors = size
    grey = _dim((150, 148, 142), place.uniform(0.8, 1.15))
    net = _dim((60, 120, 85), place.uniform(0.8, 1.2))
    clad = place.randint(0, bays)
    for floor in range(floors):
        top = foot - (floor + 1) * high
        for column in range(bays):
            x = left + column * bay
            draw.rectangle((x, top, x + bay, top + high), fill=net if column < clad else (92, 88, 84))
            draw.rectangle((x, top, x + bay * 0.18, top + high), fill=grey)
        draw.rectangle((left, top, left + bays * bay, top + high * 0.16), fill=grey)


def road(place: Random, day: Random, visit: int) -> Image.Image:
    picture, line = _outside(place, day, (130, 140, 95), place.uniform(0.35, 0.55))
    draw = ImageDraw.Draw(picture)
    far, wide = place.uniform(200, WIDTH - 200), place.uniform(250, 620)
    near, half = WIDTH / 2 + place.uniform(-200, 200), place.uniform(8, 26)
    paved = line + (HEIGHT - line) * max(0.0, 0.8 - 0.25 * visit)
    for top, bottom, colour in ((line, paved, (160, 135, 100)), (paved, HEIGHT, (82, 82, 86))):
        edges = [(_edge(y, line, far, near, half, wide), y) for y in (top, bottom)]
        outline = [(x - w, y) for (x, w), y in edges] + [(x + w, y) for (x, w), y in reversed(edges)]
        draw.polygon(outline, fill=_dim(colour, place.uniform(0.85, 1.15)))
    for step in range(12):
        y = line + (HEIGHT - line) * (step / 12) ** 1.8
        x, w = _edge(y, line, far, near, half, wide)
        if y > paved:
            draw.line([(x, y), (x, y + 4 + step * 3)], fill=(230, 225, 205), width=2 + step // 2)
        for side in (-1, 1):
            if place.random() < 0.6:
                _tree(draw, x + side * (w + 20 + step * 8), y, 20 + step * 14, place)
    _machine(draw, day, line)
    return picture


def _edge(y: float, line: int, far: float, near: float, half: float, wide: float) -> tuple[float, float]:
    share = (y - line) / (HEIGHT - line)
    return far + (near - far) * share, half + (wide - half) * share


def river(place: Random, day: Random, visit: int) -> Image.Image:
    picture, line = _outside(place, day, (115, 130, 80), place.uniform(0.3, 0.5))
    water = _between((70, 95, 100), (150, 170, 175), _clouds(day, 6))
    mask = Image.new("L", (WIDTH, HEIGHT))
    bends = [(place.uniform(0.2, 0.8) * WIDTH, 8 + 60 * i**1.4) for i in range(5)]
    steps = [line + (HEIGHT - line) * i / 4 for i in range(5)]
    shore = [(x - w, y) for (x, w), y in zip(bends, steps, strict=True)]
    other = [(x + w, y) for (x, w), y in zip(bends, steps, strict=True)]
    ImageDraw.Draw(mask).polygon(shore + other[::-1], fill=255)
    picture.paste(water, mask=mask)
    draw = ImageDraw.Draw(picture)
    draw.line(shore[: 2 + visit], fill=(205, 200, 190), width=14)
    draw.line(other[: 2 + visit], fill=(195, 190, 180), width=14)
    for _ in range(place.randint(4, 14)):
        y = place.uniform(line, HEIGHT)
        _tree(draw, place.uniform(0, WIDTH), y, 25 + (y - line) / 3, place)
    _machine(draw, day, line)
    return picture


def greenhouses(place: Random, day: Random, visit: int) -> Image.Image:
    picture, line = _outside(place, day, (150, 125, 85), place.uniform(0.3, 0.5))
    draw = ImageDraw.Draw(picture)
    rows, lean = place.randint(3, 7), place.uniform(-120, 120)
    for row in range(rows):
        y = line + 30 + (HEIGHT - line - 60) * (row / rows) ** 1.3
        size = 26 + row * place.uniform(12, 18)
        x, covered = place.uniform(-80, 100) + lean * row / rows, 3 + 2 * visit
        for nth in range(place.randint(4, 9)):
            box = (x + nth * size * 2.6, y - size, x + nth * size * 2.6 + size * 2.3, y + size)
            draw.pieslice(box, 180, 360, fill=(222, 226, 228) if nth < covered else (150, 140, 125))
            draw.arc(box, 180, 360, fill=(110, 115, 118), width=3)
    for _ in range(place.randint(0, 6)):
        _tree(draw, place.uniform(0, WIDTH), line + place.uniform(0, 50), place.uniform(40, 110), place)
    return picture


def hall(place: Random, day: Random, visit: int) -> Image.Image:
    """A steel workshop from inside: columns, roof lights, machines in rows."""
    picture = _between((105, 108, 112), (150, 152, 155), _clouds(place, 4))
    draw = ImageDraw.Draw(picture)
    eye = place.uniform(0.3, 0.7) * WIDTH, place.uniform(0.35, 0.55) * HEIGHT
    draw.polygon([(0, HEIGHT), (WIDTH, HEIGHT), eye], fill=_dim((140, 125, 105), place.uniform(0.7, 1.3)))
    for nth in range(place.randint(3, 7)):
        x = WIDTH * (nth + place.uniform(0.1, 0.7)) / 6
        draw.polygon([(x, 0), (x + place.uniform(30, 90), 0), eye], fill=(225, 230, 232))
    for depth in range(1, place.randint(5, 9)):
        near = (depth / 8) ** 1.5
        for side in (0, WIDTH):
            x = eye[0] + (side - eye[0]) * near
            width, colour = 4 + 26 * near, _dim((60, 85, 130), place.uniform(0.8, 1.3))
            draw.rectangle(
                (x - width, eye[1] * (1 - near), x + width, eye[1] + (HEIGHT - eye[1]) * near), fill=colour
            )
    for _ in range(2 + visit * 2):
        x, y, size = day.uniform(60, WIDTH - 160), day.uniform(eye[1] + 60, HEIGHT - 40), day.uniform(40, 130)
        draw.rectangle((x, y - size, x + size * 1.3, y), fill=_dim((70, 130, 110), day.uniform(0.6, 1.4)))
    return picture


def earthwork(place: Random, day: Random, visit: int) -> Image.Image:
    picture, line = _outside(place, day, (170, 130, 90), place.uniform(0.35, 0.6))
    draw = ImageDraw.Draw(picture)
    for _ in range(place.randint(3, 8)):
        x, wide, high = place.uniform(0, WIDTH), place.uniform(60, 260), place.uniform(30, 160)
        foot = place.uniform(line, HEIGHT)
        high *= max(0.2, 1 - 0.3 * visit)
        brown = _dim((175, 140, 100), place.uniform(0.6, 1.25))
        draw.polygon(
            [(x - wide, foot), (x - wide / 5, foot - high), (x + wide / 4, foot - high), (x + wide, foot)],
            fill=brown,
        )
    for _ in range(place.randint(2, 7)):
        x, y = place.uniform(20, WIDTH - 20), place.uniform(line - 20, HEIGHT - 80)
        draw.line([(x, y), (x, y + 70)], fill=(230, 230, 230), width=4)
        draw.rectangle(
            (x, y, x + 42, y + 26), fill=place.choice([(200, 40, 40), (40, 90, 180), (220, 180, 40)])
        )
    for _ in range(day.randint(1, 3)):
        _machine(draw, day, line)
    return picture


def paper(place: Random, day: Random, visit: int) -> Image.Image:
    """A page of an official document, photographed: the hardest to tell apart."""
    shade = int(day.uniform(225, 245))
    picture = Image.new("RGB", (WIDTH, HEIGHT), (shade, shade, shade - 6))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((250, 50, WIDTH - 250, 88), fill=(190, 45, 45))
    draw.line([(110, 120), (WIDTH - 110, 120)], fill=(190, 45, 45), width=4)
    y = 150
    while y < HEIGHT - 40:
        x, end = (
            120 + place.choice((0, 0, 0, 48)),
            WIDTH - 120 - place.choice((0, 0, 0, place.uniform(60, 500))),
        )
        while x < end:
            draw.rectangle((x, y, x + 15, y + 15), outline=(60, 60, 64), width=place.choice((1, 2, 3, 4)))
            x += 20
        y += 28
    if place.random() < 0.5:
        draw.ellipse((600, 520, 740, 660), outline=(205, 50, 50), width=7)
    return picture


KINDS: Final[dict[str, Callable[[Random, Random, int], Image.Image]]] = {
    "building": building,
    "road": road,
    "river": river,
    "greenhouses": greenhouses,
    "hall": hall,
    "earthwork": earthwork,
    "paper": paper,
}
