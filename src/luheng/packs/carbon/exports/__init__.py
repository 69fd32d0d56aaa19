"""Results of carbon in the forms that others read: GPC, CIRIS, openLCA, a label."""
