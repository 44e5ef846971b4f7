import os

print(os.environ["DATABSE_URL"])
