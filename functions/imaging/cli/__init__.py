"""The command line: the same pipeline as the Lambda's, over files and folders of this machine.

It talks to a person, so this package alone may print. No function imports it, and it does not travel with
them.
"""
