"""The pages people work in. Lists derive from the registers; here stand the pages that differ."""
