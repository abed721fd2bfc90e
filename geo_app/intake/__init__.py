"""Files and pasted text become candidate sites and layers."""
