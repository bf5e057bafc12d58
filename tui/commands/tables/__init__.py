"""The verbs of the reader by what they are for, each with its keys and its words."""
