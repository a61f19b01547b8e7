"""Times NumPy's products of the matrix in a file with one query and with several: a line of JSON for each."""
import json
import sys
import time

import numpy as np

path, count, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
matrix = np.load(path, mmap_mode="r")
queries = np.ascontiguousarray(matrix[:count].T)
for query in (np.ascontiguousarray(matrix[0]), queries):
    seconds, cpu_seconds = [], []
    for turn in range(rounds + 1):
        cpu, start = time.process_time(), time.perf_counter()
        products = matrix @ query
        if turn > 0:
            seconds.append(time.perf_counter() - start)
            cpu_seconds.append(time.process_time() - cpu)
    print(json.dumps({"seconds": seconds, "cpuSeconds": cpu_seconds, "result": float(products[0].sum()), "peakBytes": 0}))
