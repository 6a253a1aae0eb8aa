"""What an exit code says."""

OK = 0
"""All is as asked."""
NO = 1
"""earlyspec did its job and the answer is no."""
UNABLE = 2
"""It could not do its job."""
INTERRUPTED = 130
"""Ctrl-C."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with a sentence on what is there and what is not."""
