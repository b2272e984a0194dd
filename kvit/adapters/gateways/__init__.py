"""Those who take payments for us, each in its folder."""
