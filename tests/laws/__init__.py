"""What the tests of the laws share with the fuzzer: figures of a known value, looks, neighbours and invariants.

Nothing here looks into krmoney: figures are spelled by a few lines of their own, and only the public functions are
called.
"""
