"""Ways of handing short messages and spoken calls over."""
