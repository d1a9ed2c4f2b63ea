"""Loudness as ITU-R BS.1770-4 and EBU Tech 3341 define it, with numpy alone.

K-weighting is applied as the frequency response of the two filters of BS.1770, so a whole stem is weighted by
one transform and no filter state is carried. Sound is float [shape=(samples, channels)] at RATE, full scale 1.0.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float64]

RATE = 48_000
"""Samples for each second; the filters below are given for this rate alone."""

WINDOW_S = 0.4
"""Length of a momentary window and of a gating block [s]. Source: EBU Tech 3341, 2.2; BS.1770-4, annex 1."""

# Source: BS.1770-4, annex 1, tables 1 and 2 (48 kHz): b0 b1 b2, a1 a2.
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (-1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))


@lru_cache(maxsize=4)
def _response(size: int) -> NDArray[np.complex128]:
    """K-weighting at the frequencies of a real transform of so many samples."""
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    weight = np.ones_like(z)
    for (b0, b1, b2), (a1, a2) in (_SHELF, _HIGH_PASS):
        weight *= (b0 + b1 * z + b2 * z * z) / (1 + a1 * z + a2 * z * z)
    return weight


def _fast_size(least: int) -> int:
    """A length of at least so many samples whose transform is fast: 2^a times 1, 3 or 5."""
    return min(f << max(0, math.ceil(math.log2(least / f))) for f in (1, 3, 5))


def energy(sound: Sound) -> Sound:
    """K-weighted energy from the head to each sample, summed over channels [shape=(samples + 1,)]."""
    size = _fast_size(len(sound) + RATE // 4)  # the ringing of the high-pass dies within a quarter of a second
    total = np.zeros(len(sound) + 1)
    response = _response(size)
    for channel in np.asarray(sound, np.float64).T:
        weighted = np.fft.irfft(np.fft.rfft(channel, size) * response, size)[: len(sound)]
        total[1:] += np.cumsum(weighted * weighted)
    return total


def lufs(power: float | Sound) -> Sound:
    """Loudness of a mean K-weighted power [LUFS]. Source: BS.1770-4, eq. (2)."""
    return -0.691 + 10 * np.log10(np.maximum(power, 1e-12))


def _windows(total: Sound, hop_s: float) -> Sound:
    """Mean power in each window of 400 ms; a shorter sound counts as one window that ends in silence."""
    width, hop = round(WINDOW_S * RATE), round(hop_s * RATE)
    heads = np.arange(0, max(1, len(total) - width), hop)
    return (total[np.minimum(heads + width, len(total) - 1)] - total[heads]) / width


def momentary_max(sound: Sound) -> float:
    """The loudest 400 ms [LUFS], looked for every 10 ms."""
    return float(lufs(_windows(energy(sound), 0.01).max()))


def integrated(sound: Sound) -> float:
    """Loudness of the whole with both gates [LUFS]; -inf in silence."""
    return gated(energy(sound))


def gated(total: Sound) -> float:
    """The same from the energy up to each sample [LUFS]. Source: BS.1770-4, eq. (3) to (7)."""
    power = _windows(total, 0.1)
    loud = power[lufs(power) > -70.0]
    if not len(loud):
        return -math.inf
    above = loud[lufs(loud) > float(lufs(loud.mean())) - 10.0]
    return float(lufs(above.mean()))


def true_peak(sound: Sound) -> Sound:
    """The highest value around each sample, between samples too [shape=(samples,)]; fourfold oversampled."""
    highest = np.abs(sound).max(axis=1)
    size = _fast_size(len(sound) + 256)
    for channel in np.asarray(sound, np.float64).T:
        spectrum = np.fft.rfft(channel, size)
        turn = np.exp(2j * np.pi * np.arange(len(spectrum)) / size / 4)
        for _ in range(3):  # a quarter of a sample later each time
            spectrum = spectrum * turn
            highest = np.maximum(highest, np.abs(np.fft.irfft(spectrum, size)[: len(sound)]))
    return highest
