import os

print(os.environ["Database_Url"])
