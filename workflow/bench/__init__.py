"""The benchmark: what the engine costs above plain SQL, measured against it in the same run."""
