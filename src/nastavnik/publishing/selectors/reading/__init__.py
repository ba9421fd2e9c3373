"""Collections as everybody reads them."""
