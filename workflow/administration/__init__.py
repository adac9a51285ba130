"""Who works here: accounts, units, posts, substitutes, hand-overs, and the three administrators who keep them apart.

The system administrator keeps accounts and units, the security administrator posts and settings, the auditor reads
the journal; none of them acts in a case, and nobody is two of them (三员分立).
"""
