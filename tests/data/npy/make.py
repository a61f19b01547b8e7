# Writes the files beside it and expected.tsv: python3 make.py (NumPy 1.24.2 made those that are here).
import warnings
import numpy as np

warnings.simplefilter("ignore")
rng = np.random.default_rng(20241012)
matrix = rng.standard_normal((5, 37))
matrix[1, :8] = [0.0, -0.0, np.inf, -np.inf, np.nan, 6e-8, 6.1e-5, 65504.0]
expected = {}


def write(name, array, version=None, rows=None):
    with open(name, "wb") as file:
        np.lib.format.write_array(file, array, version=version)
    values = np.atleast_2d(array).astype("<f4")
    expected[name] = (values.shape, values.tobytes().hex())


write("float32-v1.npy", matrix.astype("<f4"), (1, 0))
write("float32-v2.npy", matrix.astype("<f4"), (2, 0))
write("float32-v3.npy", matrix.astype("<f4"), (3, 0))
write("float16.npy", matrix.astype("<f2"))
write("float64.npy", matrix.astype("<f8"))
write("one-dimension.npy", matrix[0].astype("<f4"))
write("empty.npy", np.zeros((0, 4), "<f4"))
with open("expected.tsv", "w") as file:
    for name, ((rows, dimensions), values) in expected.items():
        file.write(f"{name}\t{rows}\t{dimensions}\t{values}\n")

np.save("fortran.npy", np.asfortranarray(matrix.astype("<f4")))
np.save("big-endian.npy", matrix.astype(">f4"))
np.save("integers.npy", np.arange(6, dtype="<i8").reshape(2, 3))
np.save("three-dimensions.npy", np.zeros((2, 2, 2), "<f4"))
np.save("scalar.npy", np.float32(1))
np.save("compound.npy", np.zeros(2, [("x", "<f4"), ("y", "<f4")]))
