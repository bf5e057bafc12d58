"""What is new in a library, as a letter to read: which papers, and the forms they are told in."""
