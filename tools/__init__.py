"""Programs around the product: the local cloud, bundles, models. Nothing here is deployed."""
