"""PUT, GET, DELETE …/restriction."""
