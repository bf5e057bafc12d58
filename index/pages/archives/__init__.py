"""Records of archives, in answers of their interfaces for harvesters."""
