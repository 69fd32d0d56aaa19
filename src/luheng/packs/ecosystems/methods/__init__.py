"""What HJ 192-2015 and its neighbours say, one clause a function."""
