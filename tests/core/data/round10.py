#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tollkeeper authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes round10.txt: doubles that are hard to round to 10 decimals, and what Python makes of them.

One case a line: the bits of x, the bits of round(x, 10), the units of 1e-10 that is ("-" where
they do not fit 64 bits), and repr(x). Run again only to add cases: python3 round10.py > round10.txt
"""
import math
import random
import struct
from decimal import ROUND_HALF_EVEN, Context, Decimal

random.seed(20231116)
EXACT = Context(prec=1200)


def bits(x):
    return struct.pack(">d", x).hex()


cases = [0.0, -0.0, 1e-10, 5e-11, 4.9e-11, 1e-11, 5e-324, 2.2250738585072014e-308, 0.1 + 0.2, 1 / 3,
         2.675, 1e-4, 9.999e-5, 1e15, 1e16, 1.5e16, 1e22, 1e23, 1e300, 1.7976931348623157e308,
         922337203.6854775, 922337203.6854776, 99999.99999999995, 12345.6789012345]
# Exact ties: odd multiples of 2**-11 end in a 5 at the 11th decimal.
cases += [(2 * random.randrange(10 ** k) + 1) / 2 ** 11 for k in range(1, 9) for _ in range(8)]
# As close to a tie as doubles come, from both sides.
for k in range(-2, 7):
    for _ in range(8):
        near = (random.randrange(10 ** 9) + 0.5) * 1e-10 * 10 ** k
        cases += [near, math.nextafter(near, 0), math.nextafter(near, math.inf)]
# What llm-toll rounds: a sum of a rounded total and a price times tokens.
for _ in range(60):
    total = round(random.uniform(0, 10 ** random.randrange(6)), 10)
    cases.append(total + random.randrange(100000) * random.choice([0.15, 0.6, 2.5, 10, 3]) / 1e6)
# Anything at all.
for _ in range(60):
    cases.append(random.uniform(1, 10) * 10.0 ** random.randrange(-14, 18))
cases += [-x for x in random.sample(cases, 40)]

for x in cases:
    rounded = round(x, 10)
    units = "-"
    if abs(x) < 922337203:
        exact = Decimal(x).quantize(Decimal("1e-10"), ROUND_HALF_EVEN, EXACT)
        units = int(exact.scaleb(10, EXACT))
    print(bits(x), bits(rounded), units, repr(x))
