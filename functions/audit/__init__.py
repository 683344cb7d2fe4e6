"""A team's audit: pages, and the export with its proofs."""
