"""Commands of the shell about the library as a whole and the program itself."""
