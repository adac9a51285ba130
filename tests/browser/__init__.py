"""The site in a real browser, as people see it: the system's Chromium, driven by Playwright."""
