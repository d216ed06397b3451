"""Figures of the running system, each as a ratio to a near-empty view of the same stack: `make bench`."""
