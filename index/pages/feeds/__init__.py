"""Feeds and answers of services in XML."""
