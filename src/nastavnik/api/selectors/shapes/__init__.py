"""What the interface answers, as the contract (OpenAPI) describes it. Addresses are whole; moments are in UTC."""
