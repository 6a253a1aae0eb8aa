"""Reports as web pages: one file each, no network, readable with scripts off."""
