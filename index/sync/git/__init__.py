"""The folder in which libraries meet as a repository of git, reached over SSH or anywhere."""
