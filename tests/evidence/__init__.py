"""Nothing official is overwritten, and whoever does it all the same is found."""
