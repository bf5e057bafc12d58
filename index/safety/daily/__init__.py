"""Daily snapshots of large libraries: pages that have changed, beside a base with the others."""
