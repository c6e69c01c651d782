"""Tell other places what happened: programs by webhooks, the user's devices by push.

The database is the queue. `events` writes down what happened, `deliveries` takes it to the webhooks, `pushing` shows
a word where the user wants one, `signing` proves to a program who calls.
"""
