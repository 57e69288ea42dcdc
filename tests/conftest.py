"""Settings that all tests share: how hard Hypothesis tries.

``KRMONEY_HYPOTHESIS_PROFILE`` names the profile:

* ``ci`` (the default): the same examples in every run, so that a red test is red for everybody;
* ``fast``: few of these;
* ``thorough``: many new examples, for an afternoon.
"""

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, max_examples=200, deadline=None, print_blob=True)
settings.register_profile("fast", derandomize=True, max_examples=25, deadline=None, print_blob=True)
settings.register_profile("thorough", max_examples=10_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("KRMONEY_HYPOTHESIS_PROFILE", "ci"))
