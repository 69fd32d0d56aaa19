"""Where does a target stand: target and observations give a verdict that carries its reason."""
