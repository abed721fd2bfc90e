"""The region pack: what it is made of, how it is loaded and audited."""
