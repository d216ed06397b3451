"""Settings: `embedded` for one machine with nothing else, `production` for servers, `test` for pytest."""
