"""What the catalogues of others are told: only what everybody may see, read anew each time."""
