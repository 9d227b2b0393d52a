"""The tests; `python3 -m tests` sets up and runs all of them."""
