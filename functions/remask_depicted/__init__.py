"""Has photos of others masked again in which somebody is who is erased."""
