"""The laws of the trade, pure: values in, values out; the day comes in, the clock is never asked."""
