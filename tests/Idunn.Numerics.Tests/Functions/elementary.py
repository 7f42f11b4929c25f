"""Writes elementary.tsv: arguments and, by mpmath at 60 digits, values as the nearest double and the rest beyond it, all as IEEE 754 bits in hexadecimal."""
import random
import struct
from mpmath import mp, mpf, exp, log, power

mp.dps = 60
random.seed(4)


def bits(x):
    return struct.pack(">d", float(x)).hex()


def row(name, x, y, value):
    nearest = float(value)
    if 2.3e-308 < abs(nearest) < 1.7e308:
        print(name, bits(x), bits(y), bits(nearest), bits(value - mpf(nearest)), sep="\t")


def uniform(a, b):
    return random.uniform(a, b)


for x in [uniform(-700, 700) for _ in range(150)] + [uniform(-1, 1) for _ in range(150)] + [uniform(-1, 1) * 10 ** uniform(-18, 0) for _ in range(60)]:
    row("exp", x, 0, exp(mpf(x)))
for x in [10 ** uniform(-300, 300) for _ in range(120)] + [uniform(0.5, 2) for _ in range(150)] + [1 + uniform(-1, 1) * 10 ** uniform(-15, -1) for _ in range(90)]:
    if x != 1:
        row("log", x, 0, log(mpf(x)))
        row("log10", x, 0, log(mpf(x)) / log(mpf(10)))
for _ in range(300):
    x = 10 ** uniform(-12, 12)
    row("power", x, (y := uniform(-20, 20)), power(mpf(x), mpf(y)))
for _ in range(200):
    x = uniform(0.3, 3)
    row("power", x, (y := uniform(-600, 600)), power(mpf(x), mpf(y)))
for _ in range(100):
    x = 1 + uniform(-1, 1) * 10 ** uniform(-9, -2)
    row("power", x, (y := uniform(-1, 1) * min(700 / abs(float(log(mpf(x)))), 1e12)), power(mpf(x), mpf(y)))
