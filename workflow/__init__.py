"""Engine and domain of 征询: everything below the pages. Flask and `web` are never imported here."""
