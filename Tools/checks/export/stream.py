"""Checks the Python module of a streaming bundle and times its pushes: python3 stream.py BUNDLE

Rows do not depend on how samples are divided, nor on saving and restoring, also on another target; bad states are refused.
Prints the time of pushing as many samples as there are between two rows, on one thread.
"""
import importlib
import os
import sys
import time

import numpy

bundle = os.path.abspath(sys.argv[1])
sys.path.insert(0, os.path.join(bundle, "python"))
module = importlib.import_module(os.listdir(os.path.join(bundle, "python"))[0])

generator = numpy.random.default_rng(0)
samples = (generator.standard_normal(160_077) * numpy.sin(numpy.arange(160_077) / 5000) * 0.2).astype(numpy.float32)
rows, scene, times = module.Encoder()(samples)
stream = module.Stream()
hop = round(float(times[1] - times[0]) * module.Model.sample_rate / 1000)


def pushed(size):
    stream.reset()
    return numpy.concatenate([stream.push(samples[i : i + size]) for i in range(0, len(samples), size)])


for size in (3, hop - 1, hop, len(samples)):
    found = pushed(size)
    assert found.shape == rows.shape and numpy.array_equal(found, rows), size
assert numpy.abs(scene - rows.mean(axis=0)).max() < 1e-5

stream.reset()
before, state = stream.push(samples[:50_001]), stream.save()
for target in (None, "generic"):
    other = module.Stream(target=target)
    other.restore(state)
    found = numpy.concatenate([before, other.push(samples[50_001:])])
    assert numpy.abs(found - rows).max() < (1e-4 if target else 1e-9), target
for bad in (state[:-1], b"", state[:200] + bytes([state[200] ^ 1]) + state[201:]):
    try:
        stream.restore(bad)
        raise AssertionError("a bad state was taken")
    except module.SonographError:
        pass

stream.reset()
stream.push(samples[: 2 * hop])
taken = []
for first in range(2 * hop, len(samples) - hop, hop):
    start = time.perf_counter()
    row = stream.push(samples[first : first + hop])
    taken.append(1000 * (time.perf_counter() - start))
    assert len(row) == 1
taken.sort()
print(f"{len(rows)} rows of {rows.shape[1]}: pushes of {1000 * hop / module.Model.sample_rate:g} ms take {taken[len(taken) // 2]:.3f} ms"
      f" (a tenth of them more than {taken[len(taken) * 9 // 10]:.3f})")
