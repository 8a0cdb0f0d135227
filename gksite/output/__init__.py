"""What reaches the disk: fingerprints, worker processes, the output folder and its records."""
