"""What an open library is made of, but for the marks: each part is made with one context."""
