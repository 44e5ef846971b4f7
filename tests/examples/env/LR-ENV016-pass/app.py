import os

VALUE = os.environ["STRIPE_SECRET_KEY"]
