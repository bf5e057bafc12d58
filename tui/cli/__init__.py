"""The command `recto`, with what every command of the shell is made of."""
